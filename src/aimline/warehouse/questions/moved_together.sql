-- How did the same students move from one administration of a measure to a later one? One row for each pair of
-- administrations asked about, each school and each grade they were in at the first; only students with a score at both.
-- Tables: pairs(earlier, later).
-- Gives: earlier, later, school, grade, n_scored, n_judged, n_proficient_before, n_proficient_after, total_before,
--   total_after, median_before, median_after.
with before_and_after as (
    select
        pairs.earlier, pairs.later, first.school, first.grade,
        first.value as value_before, last.value as value_after,
        first.proficient as proficient_before, last.proficient as proficient_after
    from pairs
    join current as first on first.administration = pairs.earlier and first.status = 0
    join current as last on last.administration = pairs.later and last.status = 0
        and last.measure = first.measure and last.district = first.district and last.student = first.student
)
select
    earlier, later, school, grade,
    count(*) as n_scored,
    count(*) filter (where proficient_before is not null and proficient_after is not null) as n_judged,
    coalesce(sum(proficient_before) filter (where proficient_after is not null), 0) as n_proficient_before,
    coalesce(sum(proficient_after) filter (where proficient_before is not null), 0) as n_proficient_after,
    sum(value_before) as total_before,
    sum(value_after) as total_after,
    median(value_before) as median_before,
    median(value_after) as median_after
from before_and_after
group by earlier, later, school, grade
order by earlier nulls last, later nulls last, school nulls last, grade nulls last
