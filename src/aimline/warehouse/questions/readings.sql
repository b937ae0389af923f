-- What does each goal read at each administration asked about? One join for all goals: those that
-- compare successive cohorts count who fits their rule at that administration, those that follow the
-- same students count the members of their frozen cohort, wherever they were tested.
-- Tables: goals(goal, cohort, district, measure, school, grade, group_1 .. group_12), where null in a
--   rule means "any" and a cohort that is not null means "these students"; members(cohort, student);
--   administrations(administration).
-- Gives: goal, administration, school_year, day, n_scored, n_not_tested, n_judged, n_proficient, total,
--   total_of_squares, median_value.
with touched as (
    select current.* from current
    join administrations on administrations.administration = current.administration
),
-- A rule without a school is written out for each school of its district, so that the join below
-- looks up each result by measure and school instead of trying every goal.
places as (
    select distinct district, school as at_school from touched
),
placed as (
    select goals.*, places.at_school from goals
    join places on places.district = goals.district and (goals.school is null or goals.school = places.at_school)
    where goals.cohort is null
),
counted as (
    select goals.goal, current.administration, current.school_year, current.day, current.status, current.value,
        current.proficient
    from touched as current
    join placed as goals on goals.measure = current.measure
        and goals.at_school = current.school
        and goals.district = current.district
        and (goals.grade is null or goals.grade = current.grade)
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
    union all
    select goals.goal, current.administration, current.school_year, current.day, current.status, current.value,
        current.proficient
    from goals
    join members on members.cohort = goals.cohort
    join touched as current on current.student = members.student and current.measure = goals.measure
    where goals.cohort is not null
)
select
    goal, administration, max(school_year) as school_year, max(day) as day,
    count(*) filter (where status = 0) as n_scored,
    count(*) filter (where status <> 0) as n_not_tested,
    count(proficient) as n_judged,
    coalesce(sum(proficient), 0) as n_proficient,
    sum(value) as total,
    sum(value * value) as total_of_squares,
    median(value) as median_value
from counted
group by goal, administration
order by goal nulls last, administration nulls last
