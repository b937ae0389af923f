-- Which schools have results in these files? A nation's question is asked of some of them at a time.
-- Gives: school.
select distinct school from current order by school nulls last
