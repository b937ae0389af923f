-- Which students fit the rule of a goal at an administration? Asked when a goal for the same students
-- is locked: the answer becomes its frozen cohort.
-- Tables: goals(goal, district, measure, school, grade, group_1 .. group_12); null in a rule means "any".
-- Marks: $administration, $tested_only (1 leaves out students without a score).
-- Gives: goal, student.
select distinct goals.goal, current.student
from current
join goals on goals.measure = current.measure
        and goals.district = current.district
        and (goals.school is null or goals.school = current.school)
        and (goals.grade is null or goals.grade = current.grade)
        and (goals.group_1 is null or goals.group_1 = current.group_1)
        and (goals.group_2 is null or goals.group_2 = current.group_2)
        and (goals.group_3 is null or goals.group_3 = current.group_3)
        and (goals.group_4 is null or goals.group_4 = current.group_4)
        and (goals.group_5 is null or goals.group_5 = current.group_5)
        and (goals.group_6 is null or goals.group_6 = current.group_6)
        and (goals.group_7 is null or goals.group_7 = current.group_7)
        and (goals.group_8 is null or goals.group_8 = current.group_8)
        and (goals.group_9 is null or goals.group_9 = current.group_9)
        and (goals.group_10 is null or goals.group_10 = current.group_10)
        and (goals.group_11 is null or goals.group_11 = current.group_11)
        and (goals.group_12 is null or goals.group_12 = current.group_12)
where current.administration = $administration and ($tested_only = 0 or current.status = 0)
order by goal nulls last, student nulls last
