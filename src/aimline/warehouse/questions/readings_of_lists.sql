-- What do goals read that follow the same students? The members of a frozen list are counted once, wherever they were
-- tested, for all goals that follow them; nothing else about a goal matters.
-- Tables: goals(goal, cohort, measure); members(cohort, measure, student), each list with every measure that a goal
--   reads of it; administrations(administration); by_median(measure), those that are judged by their median.
-- Gives: goal, administration, school_year, day, n_scored, n_not_tested, n_judged, n_proficient, total,
--   total_of_squares, median_value (null for all other measures).
with counted as (
    select
        members.cohort, members.measure, current.administration,
        max(current.school_year) as school_year,
        max(current.day) as day,
        count(*) filter (where current.status = 0) as n_scored,
        count(*) filter (where current.status <> 0) as n_not_tested,
        count(current.proficient) as n_judged,
        cast(coalesce(sum(current.proficient), 0) as bigint) as n_proficient,
        sum(current.value) as total,
        sum(current.value * current.value) as total_of_squares,
        median(case when by_median.measure is not null then current.value end) as median_value
    from current
    join administrations on administrations.administration = current.administration
    join members on members.student = current.student and members.measure = current.measure
    left join by_median on by_median.measure = current.measure
    group by members.cohort, members.measure, current.administration
)
select
    goals.goal, counted.administration, counted.school_year, counted.day, counted.n_scored, counted.n_not_tested,
    counted.n_judged, counted.n_proficient, counted.total, counted.total_of_squares, counted.median_value
from goals
join counted on counted.cohort = goals.cohort and counted.measure = goals.measure
order by goal nulls last, administration nulls last
