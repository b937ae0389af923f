"""A mapping that names columns as they were called earlier, written with the names that they have now."""

import dataclasses
from collections.abc import Mapping as Table
from typing import Any  # the fields of a result are of mixed kinds

from aimline.exchange import templates
from aimline.exchange.mapping import Mapping, Results

OWN_COLUMNS = ("score", "level", "status", "date", "grade", "year")


def renamed(mapping: Mapping, names: Table[str, str]) -> Mapping:
    """Write a mapping with the present names of its columns; `names` gives the present one of each earlier one."""
    if not names:
        return mapping
    return dataclasses.replace(
        mapping,
        columns={role: names.get(column, column) for role, column in mapping.columns.items()},
        instead={
            role: tuple(names.get(column, column) for column in columns) for role, columns in mapping.instead.items()
        },
        groups=tuple(
            dataclasses.replace(group, column=names.get(group.column, group.column)) for group in mapping.groups
        ),
        results=tuple(_results(group, names) for group in mapping.results),
    )


def _results(group: Results, names: Table[str, str]) -> Results:
    own: dict[str, Any] = {key: names.get(getattr(group, key), getattr(group, key)) for key in OWN_COLUMNS}
    flags = {level: names.get(column, column) for level, column in group.flags.items()}
    measure, window = templates.renamed(group.measure, names), templates.renamed(group.window, names)
    return dataclasses.replace(group, measure=measure, window=window, flags=flags, **own)
