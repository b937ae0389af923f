-- Where do students stand? Counts for each administration of the measures asked about, in the schools
-- asked about: by school and grade, by school, and over all these schools and grades; each also
-- by the values of one student group ($slot 1 to 12; 0 asks for no group).
-- Tables: schools(school), measures(measure). Marks: $slot.
-- Gives: measure, school_year, administration, by_school (1 or 0), school, by_grade, grade, by_group,
--   group_value, n_scored, n_not_tested, n_judged, n_proficient, total, total_of_squares, median_value.
with asked as (
    select
        current.measure, current.school_year, current.administration, current.school, current.grade,
        current.status, current.value, current.proficient,
    case $slot
        when 1 then group_1 when 2 then group_2 when 3 then group_3 when 4 then group_4
        when 5 then group_5 when 6 then group_6 when 7 then group_7 when 8 then group_8
        when 9 then group_9 when 10 then group_10 when 11 then group_11 when 12 then group_12
    end as group_value
    from current
    join schools on schools.school = current.school
    join measures on measures.measure = current.measure
)
select
    measure, school_year, administration,
    1 - grouping(school) as by_school, school,
    1 - grouping(grade) as by_grade, grade,
    1 - grouping(group_value) as by_group, group_value,
    count(*) filter (where status = 0) as n_scored,
    count(*) filter (where status <> 0) as n_not_tested,
    count(proficient) as n_judged,
    coalesce(sum(proficient), 0) as n_proficient,
    sum(value) as total,
    sum(value * value) as total_of_squares,
    median(value) as median_value
from asked
group by grouping sets (
    (measure, school_year, administration, school, grade),
    (measure, school_year, administration, school, grade, group_value),
    (measure, school_year, administration, school),
    (measure, school_year, administration, school, group_value),
    (measure, school_year, administration, grade),
    (measure, school_year, administration, grade, group_value),
    (measure, school_year, administration),
    (measure, school_year, administration, group_value)
)
having $slot > 0 or grouping(group_value) = 1
order by
    measure nulls last, school_year nulls last, administration nulls last, by_school, school nulls last,
    by_grade, grade nulls last, by_group, group_value nulls last
