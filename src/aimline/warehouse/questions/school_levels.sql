-- What do some schools have results of, and how did they change? Counts for each administration of every
-- measure, over all grades and by grade; each also by the level reached.
-- Tables: schools(school).
-- Gives: measure, administration, by_grade (1 or 0), grade, by_level (1 or 0), level, n_scored, n_not_tested,
--   n_judged, n_proficient, total, total_of_squares, median_value.
select
    current.measure, current.administration,
    1 - grouping(current.grade) as by_grade, current.grade,
    1 - grouping(current.level) as by_level, current.level,
    count(*) filter (where current.status = 0) as n_scored,
    count(*) filter (where current.status <> 0) as n_not_tested,
    count(current.proficient) as n_judged,
    coalesce(sum(current.proficient), 0) as n_proficient,
    sum(current.value) as total,
    sum(current.value * current.value) as total_of_squares,
    median(current.value) as median_value
from current
join schools on schools.school = current.school
group by grouping sets (
    (current.measure, current.administration),
    (current.measure, current.administration, current.grade),
    (current.measure, current.administration, current.level),
    (current.measure, current.administration, current.grade, current.level)
)
order by
    current.measure nulls last, current.administration nulls last, by_grade, current.grade nulls last,
    by_level, current.level nulls last
