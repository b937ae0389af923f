-- What do goals read whose rule names no student group, or values of one? The results are counted once for each school,
-- grade and values of two groups; from these few counts follow those of each group alone and of none. A goal then adds
-- up the counts it is about, however many results stand behind them.
-- Tables: goals(goal, slot, measure, school, grade, group_value), where null means "any", and slot is 0 for a rule
--   without a group, whose value is null; administrations(administration, measure).
-- Marks: $one and $other, the columns of the two groups (1 to 12; -1 for none).
-- Gives: goal, administration, school_year, day, n_scored, n_not_tested, n_judged, n_proficient, total,
--   total_of_squares, median_value (null: a median cannot be added up).
with counted as (
    select
        current.administration, administrations.measure, current.school, current.grade,
        case $one
            when 1 then group_1 when 2 then group_2 when 3 then group_3 when 4 then group_4
            when 5 then group_5 when 6 then group_6 when 7 then group_7 when 8 then group_8
            when 9 then group_9 when 10 then group_10 when 11 then group_11 when 12 then group_12
        end as one_value,
        case $other
            when 1 then group_1 when 2 then group_2 when 3 then group_3 when 4 then group_4
            when 5 then group_5 when 6 then group_6 when 7 then group_7 when 8 then group_8
            when 9 then group_9 when 10 then group_10 when 11 then group_11 when 12 then group_12
        end as other_value,
        max(current.school_year) as school_year,
        max(current.day) as day,
        count(*) filter (where status = 0) as n_scored,
        count(*) as n_rows,
        count(proficient) as n_judged,
        coalesce(sum(proficient), 0) as n_proficient,
        sum(value) as total,
        sum(value * value) as total_of_squares
    from current
    join administrations on administrations.administration = current.administration
    group by 1, 2, 3, 4, 5, 6
),
cells as (
    select
        administration, measure, school, grade,
        case when grouping(one_value) = 0 then $one when grouping(other_value) = 0 then $other else 0 end as slot,
        coalesce(one_value, other_value) as group_value,
        max(school_year) as school_year,
        max(day) as day,
        cast(sum(n_scored) as bigint) as n_scored,
        cast(sum(n_rows) as bigint) as n_rows,
        cast(sum(n_judged) as bigint) as n_judged,
        cast(sum(n_proficient) as bigint) as n_proficient,
        sum(total) as total,
        sum(total_of_squares) as total_of_squares
    from counted
    group by grouping sets (
        (administration, measure, school, grade),
        (administration, measure, school, grade, one_value),
        (administration, measure, school, grade, other_value)
    )
),
-- Four joins by equal values, each for the goals that leave the same open: no goal is tried on every cell.
found as (
    select goals.goal, cells.* from goals
    join cells on cells.slot = goals.slot and cells.group_value is not distinct from goals.group_value
        and cells.measure = goals.measure and cells.school = goals.school and cells.grade = goals.grade
    union all
    select goals.goal, cells.* from goals
    join cells on cells.slot = goals.slot and cells.group_value is not distinct from goals.group_value
        and cells.measure = goals.measure and cells.school = goals.school
    where goals.grade is null
    union all
    select goals.goal, cells.* from goals
    join cells on cells.slot = goals.slot and cells.group_value is not distinct from goals.group_value
        and cells.measure = goals.measure and cells.grade = goals.grade
    where goals.school is null
    union all
    select goals.goal, cells.* from goals
    join cells on cells.slot = goals.slot and cells.group_value is not distinct from goals.group_value
        and cells.measure = goals.measure
    where goals.school is null and goals.grade is null
)
select
    goal, administration, max(school_year) as school_year, max(day) as day,
    cast(sum(n_scored) as bigint) as n_scored,
    cast(sum(n_rows - n_scored) as bigint) as n_not_tested,
    cast(sum(n_judged) as bigint) as n_judged,
    cast(sum(n_proficient) as bigint) as n_proficient,
    sum(total) as total,
    sum(total_of_squares) as total_of_squares,
    cast(null as double) as median_value
from found
group by goal, administration
order by goal nulls last, administration nulls last
