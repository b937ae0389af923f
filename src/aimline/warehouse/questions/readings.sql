-- What does each goal read at each administration asked about? Every goal that compares successive cohorts counts who
-- fits its rule at that administration. Goals that follow the same students are asked by `readings_of_lists`.
-- Tables: goals(goal, cohort, district, measure, school, grade, group_1 .. group_12), where null in a rule means "any",
--   and a goal with a cohort is left out; administrations(administration); by_median(measure), those that are judged by
--   their median: keeping every score of every goal is what costs most.
-- Gives: goal, administration, school_year, day, n_scored, n_not_tested, n_judged, n_proficient, total,
--   total_of_squares, median_value (null for all other measures).
with touched as (
    select current.*, case when by_median.measure is not null then current.value end as score
    from current
    join administrations on administrations.administration = current.administration
    left join by_median on by_median.measure = current.measure
),
-- A rule without a school or grade is written out for each school and grade of its district, so that every join here
-- looks rows up by equal values instead of trying every goal.
places as (
    select distinct district, school as at_school, grade as at_grade from touched
),
placed as (
    select goals.*, school as at_school, grade as at_grade from goals
    where cohort is null and school is not null and grade is not null
    union all
    select goals.*, places.at_school, places.at_grade from goals
    join places on places.district = goals.district and places.at_school = goals.school
    where goals.cohort is null and goals.grade is null
    union all
    select goals.*, places.at_school, places.at_grade from goals
    join places on places.district = goals.district and places.at_grade = goals.grade
    where goals.cohort is null and goals.school is null
    union all
    select goals.*, places.at_school, places.at_grade from goals
    join places on places.district = goals.district
    where goals.cohort is null and goals.school is null and goals.grade is null
),
counted as (
    select goals.goal, current.administration, current.school_year, current.day, current.status, current.value,
        current.proficient, current.score
    from touched as current
    join placed as goals on goals.measure = current.measure
        and goals.at_school = current.school
        and goals.at_grade is not distinct from current.grade
        and goals.district = current.district
        and (goals.group_1 is null or goals.group_1 = current.group_1)
        and (goals.group_2 is null or goals.group_2 = current.group_2)
        and (goals.group_3 is null or goals.group_3 = current.group_3)
        and (goals.group_4 is null or goals.group_4 = current.group_4)
        and (goals.group_5 is null or goals.group_5 = current.group_5)
        and (goals.group_6 is null or goals.group_6 = current.group_6)
        and (goals.group_7 is null or goals.group_7 = current.group_7)
        and (goals.group_8 is null or goals.group_8 = current.group_8)
        and (goals.group_9 is null or goals.group_9 = current.group_9)
        and (goals.group_10 is null or goals.group_10 = current.group_10)
        and (goals.group_11 is null or goals.group_11 = current.group_11)
        and (goals.group_12 is null or goals.group_12 = current.group_12)
)
select
    goal, administration, max(school_year) as school_year, max(day) as day,
    count(*) filter (where status = 0) as n_scored,
    count(*) filter (where status <> 0) as n_not_tested,
    count(proficient) as n_judged,
    cast(coalesce(sum(proficient), 0) as bigint) as n_proficient,
    sum(value) as total,
    sum(value * value) as total_of_squares,
    median(score) as median_value
from counted
group by goal, administration
order by goal nulls last, administration nulls last
