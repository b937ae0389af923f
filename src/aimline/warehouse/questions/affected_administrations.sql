-- Which administrations occur in these files, and how many rows has each? Asked of the log files of a
-- batch to find out which readings must be computed again, and of a district's files to tell which tests it holds.
-- Gives: measure, school_year, administration, first_day, last_day, n_rows, n_scored.
select
    measure, school_year, administration,
    min(day) as first_day, max(day) as last_day,
    count(*) as n_rows,
    count(*) filter (where status = 0) as n_scored
from current
group by measure, school_year, administration
order by measure nulls last, school_year nulls last, administration nulls last
