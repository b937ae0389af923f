-- How did results change from year to year? One row for each administration of one measure in the
-- schools asked about, all grades or one ($grade null asks for all), with the counts of the one before
-- it in the same window of time (the administration given next before it).
-- Tables: schools(school). Marks: $measure, $grade.
-- Gives: school_year, administration, day, n_scored, n_not_tested, n_judged, n_proficient, total,
--   previous_n_judged, previous_n_proficient, previous_n_scored, previous_total.
with counted as (
    select
        current.school_year, current.administration, max(current.day) as day,
        count(*) filter (where current.status = 0) as n_scored,
        count(*) filter (where current.status <> 0) as n_not_tested,
        count(current.proficient) as n_judged,
        coalesce(sum(current.proficient), 0) as n_proficient,
        sum(current.value) as total
    from current
    join schools on schools.school = current.school
    where current.measure = $measure and ($grade is null or current.grade = $grade)
    group by current.school_year, current.administration
)
select
    school_year, administration, day, n_scored, n_not_tested, n_judged, n_proficient, total,
    lag(n_judged) over (order by day nulls last, administration nulls last) as previous_n_judged,
    lag(n_proficient) over (order by day nulls last, administration nulls last) as previous_n_proficient,
    lag(n_scored) over (order by day nulls last, administration nulls last) as previous_n_scored,
    lag(total) over (order by day nulls last, administration nulls last) as previous_total
from counted
order by day nulls last, administration nulls last
