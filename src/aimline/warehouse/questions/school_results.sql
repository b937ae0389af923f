-- What does one school have results of, and where did its students stand? Counts for each administration of
-- every measure by grade and level reached; larger wholes are added up by the caller, who asks once. A median
-- cannot be added up, so measures that are judged by theirs are counted score by score.
-- Tables: by_median(measure). Marks: $school (a mark and no join: so only its part of each file is read).
-- Gives: measure, administration, grade, level, score (null for all other measures), n_scored, n_not_tested,
--   n_judged, n_proficient, total, total_of_squares.
with asked as (
    select current.*, case when by_median.measure is not null then current.value end as score
    from current
    left join by_median on by_median.measure = current.measure
    where current.school = $school
)
select
    measure, administration, grade, level, score,
    count(*) filter (where status = 0) as n_scored,
    count(*) filter (where status <> 0) as n_not_tested,
    count(proficient) as n_judged,
    coalesce(sum(proficient), 0) as n_proficient,
    sum(value) as total,
    sum(value * value) as total_of_squares
from asked
group by measure, administration, grade, level, score
order by
    measure nulls last, administration nulls last, grade nulls last, level nulls last, score nulls last
