"""Who was in which student group, from when to when (settled 5), beside the memberships that are stored.

A file speaks of school years. Years that follow one another are one membership, over the summer too; so is a year that
follows, or fills the gap before, a membership that is already here.

Works on tables that `enrolments` makes: `told` (what the log says), `groups`, `years`, and `held` (what is stored of
the students of one part).
"""

from collections.abc import Collection, Mapping, Sequence

import duckdb

LASTS = 2**31 - 1  # the last day of a membership that goes on
N_BITS = 62  # school years of a file that have a bit of their own

TABLES = """
    create temp table new_membership (student integer, group_id integer, starts integer, ends integer);
    create temp table longer_membership (starts integer, ends integer, id bigint);
    create temp table membership_gone (id bigint);
"""
ATTRIBUTES = """
    create or replace temp table attributes as
    select district, student, {slots}, min(school_year) as first_year, max(school_year) as last_year,
        bit_or(1::bigint << least(school_year - (select min(school_year) from years), {last_bit})) as years
    from told where student between $first and $last group by all
"""
# In a file that is not the first most students have one set of groups in all their years, and just these memberships
# are stored, to the day. Nothing of them changes, so they are left out before they are taken apart group by group.
SETTLED = """
    create or replace temp table settled as
    with alike as (
        from attributes
        semi join (select student from attributes group by student having count(*) = 1) using (student)
        where bit_count(years) > last_year - first_year
    ), said as (
        select student, opening.starts, closing.ends, {n_groups} as n_groups, {groups}
        from alike
        join years as opening on opening.district = alike.district and opening.school_year = first_year
        join years as closing on closing.district = alike.district and closing.school_year = last_year
        {joins}
    )
    select student from held join said using (student) group by student
    having count(*) = any_value(n_groups) and bool_and(held.starts = said.starts and held.ends = said.ends)
        and bit_count(bit_or(case group_id {places} else 0 end)) = count(*)
"""
# Nearly all have a value in every year from their first to their last: one bit a year shows it, and only the others
# are sorted by year.
RUNS = """
    create or replace temp table run as
    with spans as materialized (
        select district, student, group_id, min(first_year) as first_year, max(last_year) as last_year,
            bit_or(years) as years
        from ({had}) group by district, student, group_id
    ), numbered as (
        select district, student, group_id, school_year,
            school_year - row_number() over (partition by student, group_id order by school_year) as run
        from (select distinct district, student, group_id, school_year from ({had_by_year})
            semi join (from spans where bit_count(years) <= last_year - first_year) using (student, group_id))
    ), runs as (
        select district, student, group_id, first_year, last_year, false as is_broken
        from spans where bit_count(years) > last_year - first_year
        union all
        select district, student, group_id, min(school_year), max(school_year), true
        from numbered group by district, student, group_id, run
    )
    select student, group_id, is_broken, opening.starts::integer as starts, closing.ends::integer as ends,
        least(opening.before, opening.starts - 1)::integer as reaches_back_to,
        greatest(closing.after, closing.ends + 1)::integer as reaches_on_to
    from runs
    join years as opening on opening.district = runs.district and opening.school_year = first_year
    join years as closing on closing.district = runs.district and closing.school_year = last_year
"""
# A stored membership that reaches from one run of a student and group to the next makes them one.
TOUCHED = """
    create or replace temp table touched as
    with broken as (
        select *, lag(reaches_on_to) over (partition by student, group_id order by starts) as earlier_reaches_on_to
        from run where is_broken
    ), bridged as (
        select *, exists (
            select 1 from held
            where held.student = broken.student and held.group_id = broken.group_id
                and held.starts <= broken.earlier_reaches_on_to and held.ends >= broken.reaches_back_to) as is_bridged
        from broken
    ), pieces as (
        select student, group_id, 1 as piece, starts, ends, reaches_back_to, reaches_on_to from run where not is_broken
        union all
        select student, group_id,
            sum(case when is_bridged then 0 else 1 end) over (partition by student, group_id order by starts)::integer,
            starts, ends, reaches_back_to, reaches_on_to
        from bridged
    )
    select pieces.student, pieces.group_id, piece, pieces.starts, pieces.ends,
        held.id, held.starts as held_starts, held.ends as held_ends
    from pieces
    left join held on held.student = pieces.student and held.group_id = pieces.group_id
        and held.starts <= reaches_on_to and held.ends >= reaches_back_to
"""
CHANGED = """
    create or replace temp table changed as
    select student, group_id, piece, least(min(starts), min(held_starts)) as starts,
        greatest(max(ends), max(held_ends)) as ends, count(id) as n_held
    from touched
    group by student, group_id, piece
    having count(id) = 0 or min(id) <> max(id) or min(starts) < min(held_starts) or max(ends) > max(held_ends)
"""
NEW = """
    insert into new_membership
    select student, group_id, starts, ends from changed where n_held = 0 order by student, group_id, starts
"""
JOINED = """
    create or replace temp table joined as
    select changed.starts, changed.ends, each.id, held_starts, held_ends,
        row_number() over (partition by student, group_id, piece order by held_starts, each.id) as place
    from (
        select distinct student, group_id, piece, id, held_starts, held_ends from touched where id is not null
    ) as each
    join changed using (student, group_id, piece)
"""
LONGER = """
    insert into longer_membership
    select starts, ends, id from joined where place = 1 and (starts <> held_starts or ends <> held_ends) order by id
"""
GONE = "insert into membership_gone select id from joined where place > 1 order by id"


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the empty tables `new_membership`, `longer_membership` and `membership_gone`."""
    connection.execute(TABLES)


def compare(connection: duckdb.DuckDBPyConnection, slots: Collection[int], part: Mapping[str, int]) -> None:
    """Add to these tables what the students from `first` to `last` of a part are said to be in beside `held`."""
    if slots:
        names = [f"group_{slot:d}" for slot in sorted(slots)]
        listed = ", ".join(names)
        connection.execute(ATTRIBUTES.format(slots=listed, last_bit=N_BITS - 1), dict(part))
        connection.execute(_settled(names))
        connection.execute("delete from attributes where student in (from settled)")
        connection.execute(_runs(listed))
        for statement in (TOUCHED, CHANGED, NEW, JOINED, LONGER, GONE):
            connection.execute(statement)


def _settled(slots: Sequence[str]) -> str:
    """Give the SQL of the table `settled`: students of whom all is stored as it is said."""
    joins = "\n".join(
        f"left join groups as of_{name} on of_{name}.district = alike.district and of_{name}.slot = '{name}'"
        f" and of_{name}.code = alike.{name}"
        for name in slots
    )
    return SETTLED.format(
        joins=joins,
        n_groups=" + ".join(f"(of_{name}.group_id is not null)::integer" for name in slots),
        groups=", ".join(f"of_{name}.group_id as {name}" for name in slots),
        places=" ".join(f"when {name} then {1 << place}" for place, name in enumerate(slots)),
    )


def _runs(slots: str) -> str:
    """Give the SQL of the table `run`: who had which group value in which school years, without a gap."""
    return RUNS.format(
        had=_by_group(slots, "attributes", "first_year, last_year, years"),
        had_by_year=_by_group(slots, "(from told semi join attributes using (student))", "school_year"),
    )


def _by_group(slots: str, source: str, columns: str) -> str:
    """Give the SQL of rows of students with a column an attribute as rows with one group each."""
    return f"""
        select each.district, student, group_id, {columns}
        from (unpivot (from {source}) on {slots} into name slot value code) as each
        join groups on groups.district = each.district and groups.slot = each.slot and groups.code = each.code
    """
