-- In which schools and grades do these tests have results?
-- Tables: tests(measure).
-- Gives: measure, school, grade.
select distinct measure, school, grade
from current
join tests using (measure)
order by measure nulls last, school nulls last, grade nulls last
