-- How do the student groups compare? Counts for every value of every group slot (0 = all students
-- together), and for every level reached, in one administration, in the schools asked about, all grades
-- or one ($grade null asks for all). Gaps are found by comparing the values of one slot.
-- Tables: schools(school). Marks: $administration, $grade.
-- Gives: slot, group_value, by_level (1 or 0), level, n_scored, n_not_tested, n_judged, n_proficient, total,
--   total_of_squares, median_value.
with slots as (
    select 0 as slot union all select 1 union all select 2 union all select 3 union all select 4
    union all select 5 union all select 6 union all select 7 union all select 8 union all select 9
    union all select 10 union all select 11 union all select 12
),
asked as (
    select
        slots.slot, current.status, current.value, current.level, current.proficient,
        case slots.slot
            when 0 then 0
            when 1 then group_1 when 2 then group_2 when 3 then group_3 when 4 then group_4
            when 5 then group_5 when 6 then group_6 when 7 then group_7 when 8 then group_8
            when 9 then group_9 when 10 then group_10 when 11 then group_11 when 12 then group_12
        end as group_value
    from current
    join schools on schools.school = current.school
    cross join slots
    where current.administration = $administration and ($grade is null or current.grade = $grade)
)
select
    slot, group_value, 1 - grouping(level) as by_level, level,
    count(*) filter (where status = 0) as n_scored,
    count(*) filter (where status <> 0) as n_not_tested,
    count(proficient) as n_judged,
    coalesce(sum(proficient), 0) as n_proficient,
    sum(value) as total,
    sum(value * value) as total_of_squares,
    median(value) as median_value
from asked
where group_value is not null
group by grouping sets ((slot, group_value), (slot, group_value, level))
order by slot nulls last, group_value nulls last, by_level, level nulls last
