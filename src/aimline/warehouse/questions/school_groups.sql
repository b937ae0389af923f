-- How do the student groups of one school compare in one administration? Counts by grade and by every
-- combination of groups that occurs; single groups are added up by the caller, as in school_results.
-- Marks: $school, $administration, $by_score (1 counts score by score, for a median).
-- Gives: grade, group_1 .. group_12, score, n_scored, n_not_tested, n_judged, n_proficient, total,
--   total_of_squares.
with asked as (
    select *, case when $by_score = 1 then value end as score
    from current
    where school = $school and administration = $administration
)
select
    grade, group_1, group_2, group_3, group_4, group_5, group_6, group_7, group_8, group_9, group_10, group_11,
    group_12, score,
    count(*) filter (where status = 0) as n_scored,
    count(*) filter (where status <> 0) as n_not_tested,
    count(proficient) as n_judged,
    coalesce(sum(proficient), 0) as n_proficient,
    sum(value) as total,
    sum(value * value) as total_of_squares
from asked
group by
    grade, group_1, group_2, group_3, group_4, group_5, group_6, group_7, group_8, group_9, group_10, group_11,
    group_12, score
order by
    grade nulls last, group_1 nulls last, group_2 nulls last, group_3 nulls last, group_4 nulls last,
    group_5 nulls last, group_6 nulls last, group_7 nulls last, group_8 nulls last, group_9 nulls last,
    group_10 nulls last, group_11 nulls last, group_12 nulls last, score nulls last
