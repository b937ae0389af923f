-- Where do all schools of a district stand, and how did that change? Counts for each school and grade at each
-- administration asked about, for all students and for every value of up to six student groups, beside the same counts
-- at the administration it is compared with. Grade and groups are those of the test day (as tested).
-- Tables: pairs(administration, earlier). Marks: $first_school, $last_school (both null for all; only the part of each
--   file that holds these schools is read), $slot_1 .. $slot_6, the columns of the groups (1 to 12; 0 for none).
-- Gives: administration, school, grade, place (0 for all students, else which of the six), group_value, n_scored,
--   n_judged, n_proficient, total, earlier_n_scored, earlier_n_judged, earlier_n_proficient, earlier_total.
with touched as (
    select administration from pairs
    union
    select earlier as administration from pairs
),
asked as (
    select
        current.administration, current.school, current.grade, current.status, current.value, current.proficient,
        case $slot_1
            when 1 then group_1 when 2 then group_2 when 3 then group_3 when 4 then group_4
            when 5 then group_5 when 6 then group_6 when 7 then group_7 when 8 then group_8
            when 9 then group_9 when 10 then group_10 when 11 then group_11 when 12 then group_12
        end as value_1,
        case $slot_2
            when 1 then group_1 when 2 then group_2 when 3 then group_3 when 4 then group_4
            when 5 then group_5 when 6 then group_6 when 7 then group_7 when 8 then group_8
            when 9 then group_9 when 10 then group_10 when 11 then group_11 when 12 then group_12
        end as value_2,
        case $slot_3
            when 1 then group_1 when 2 then group_2 when 3 then group_3 when 4 then group_4
            when 5 then group_5 when 6 then group_6 when 7 then group_7 when 8 then group_8
            when 9 then group_9 when 10 then group_10 when 11 then group_11 when 12 then group_12
        end as value_3,
        case $slot_4
            when 1 then group_1 when 2 then group_2 when 3 then group_3 when 4 then group_4
            when 5 then group_5 when 6 then group_6 when 7 then group_7 when 8 then group_8
            when 9 then group_9 when 10 then group_10 when 11 then group_11 when 12 then group_12
        end as value_4,
        case $slot_5
            when 1 then group_1 when 2 then group_2 when 3 then group_3 when 4 then group_4
            when 5 then group_5 when 6 then group_6 when 7 then group_7 when 8 then group_8
            when 9 then group_9 when 10 then group_10 when 11 then group_11 when 12 then group_12
        end as value_5,
        case $slot_6
            when 1 then group_1 when 2 then group_2 when 3 then group_3 when 4 then group_4
            when 5 then group_5 when 6 then group_6 when 7 then group_7 when 8 then group_8
            when 9 then group_9 when 10 then group_10 when 11 then group_11 when 12 then group_12
        end as value_6
    from current
    join touched on touched.administration = current.administration
    where $first_school is null or current.school between $first_school and $last_school
),
counted as (
    select
        administration, school, grade,
        case
            when grouping(value_1) = 0 then 1
            when grouping(value_2) = 0 then 2
            when grouping(value_3) = 0 then 3
            when grouping(value_4) = 0 then 4
            when grouping(value_5) = 0 then 5
            when grouping(value_6) = 0 then 6
            else 0
        end as place,
        coalesce(value_1, value_2, value_3, value_4, value_5, value_6) as group_value,
        count(*) filter (where status = 0) as n_scored,
        count(proficient) as n_judged,
        coalesce(sum(proficient), 0) as n_proficient,
        sum(value) as total
    from asked
    group by grouping sets (
        (administration, school, grade),
        (administration, school, grade, value_1),
        (administration, school, grade, value_2),
        (administration, school, grade, value_3),
        (administration, school, grade, value_4),
        (administration, school, grade, value_5),
        (administration, school, grade, value_6)
    )
)
select
    now.administration, now.school, now.grade, now.place, now.group_value,
    now.n_scored, now.n_judged, now.n_proficient, now.total,
    before.n_scored as earlier_n_scored, before.n_judged as earlier_n_judged,
    before.n_proficient as earlier_n_proficient, before.total as earlier_total
from pairs
join counted as now on now.administration = pairs.administration
left join counted as before on before.administration = pairs.earlier and before.school = now.school
    and before.grade is not distinct from now.grade and before.place = now.place
    and before.group_value is not distinct from now.group_value
where now.place = 0 or now.group_value is not null
order by
    now.administration nulls last, now.school nulls last, now.grade nulls last, now.place nulls last,
    now.group_value nulls last
