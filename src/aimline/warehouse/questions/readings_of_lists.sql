-- What do goals read that follow the same students? Each counts the members of its frozen list, wherever they were
-- tested; nothing else about a goal matters, so results meet only the lists.
-- Tables: goals(goal, cohort, measure); members(cohort, student); administrations(administration); by_median(measure),
--   those that are judged by their median.
-- Gives: goal, administration, school_year, day, n_scored, n_not_tested, n_judged, n_proficient, total,
--   total_of_squares, median_value (null for all other measures).
-- `distinct` changes nothing here, but makes an engine join these two first, which are small: goals alone meet every
-- result of their measure.
with followed as (
    select distinct goals.goal, goals.measure, members.student from goals
    join members on members.cohort = goals.cohort
),
counted as (
    select goals.goal, current.administration, current.school_year, current.day, current.status, current.value,
        current.proficient, case when by_median.measure is not null then current.value end as score
    from current
    join administrations on administrations.administration = current.administration
    join followed as goals on goals.student = current.student and goals.measure = current.measure
    left join by_median on by_median.measure = current.measure
)
select
    goal, administration, max(school_year) as school_year, max(day) as day,
    count(*) filter (where status = 0) as n_scored,
    count(*) filter (where status <> 0) as n_not_tested,
    count(proficient) as n_judged,
    coalesce(sum(proficient), 0) as n_proficient,
    sum(value) as total,
    sum(value * value) as total_of_squares,
    median(score) as median_value
from counted
group by goal, administration
order by goal nulls last, administration nulls last
