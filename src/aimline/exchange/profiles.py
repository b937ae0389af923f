"""Files of vendors we know: mappings as data in the package, found again by the columns of a file."""

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib import resources

from aimline.exchange import mapping_file, templates
from aimline.exchange.mapping import Mapping, Measure, Results


@cache
def shipped() -> dict[str, Mapping]:
    """Read the profiles of the package, by name."""
    folder = resources.files("aimline.exchange").joinpath("vendors")
    texts = {
        entry.name: entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".toml")
    }
    return {name.removesuffix(".toml"): mapping_file.parse(text) for name, text in sorted(texts.items())}


def find(header: Sequence[str]) -> tuple[str, Mapping] | None:
    """Return the profile whose columns are all here, the one that asks for most, laid out for this header."""
    fitting = [(name, profile) for name, profile in shipped().items() if fits(profile, header)]
    if not fitting:
        return None
    name, profile = max(fitting, key=lambda entry: len(entry[1].recognise))
    return name, lay_out(profile, header)


def fits(profile: Mapping, header: Iterable[str]) -> bool:
    """Tell whether a file with this header is of the profile's kind."""
    return bool(profile.recognise) and set(profile.recognise) <= set(header)


def lay_out(profile: Mapping, header: Sequence[str]) -> Mapping:
    """Write a profile out for one file: every list of words spelled out, columns that are not here left away."""
    here = set(header)
    columns, instead = dict(profile.columns), {}
    for role, names in profile.instead.items():
        found = [name for name in (columns.pop(role, ""), *names) if name in here]
        if found:
            columns[role] = found[0]
        if found[1:]:
            instead[role] = tuple(found[1:])
    return dataclasses.replace(
        profile,
        columns={role: name for role, name in columns.items() if name in here},
        instead=instead,
        groups=tuple(group for group in profile.groups if group.column in here),
        results=tuple(group for entry in profile.results for group in _results(entry, here)),
        measures=tuple(measure for entry in profile.measures for measure in _measures(entry)),
    )


def _results(entry: Results, here: set[str]) -> Iterator[Results]:
    for chosen in templates.choices(entry.each):
        flags = {level: templates.choose(column, chosen) for level, column in entry.flags.items()}
        group = Results(
            measure=templates.choose(entry.measure, chosen),
            window=templates.choose(entry.window, chosen),
            score=_here(entry.score, chosen, here),
            level=_here(entry.level, chosen, here),
            status=_here(entry.status, chosen, here),
            date=_here(entry.date, chosen, here),
            grade=_here(entry.grade, chosen, here),
            year=_here(entry.year, chosen, here),
            flags={level: column for level, column in flags.items() if column in here},
            otherwise=entry.otherwise,
        )
        named = {*templates.columns(group.measure), *templates.columns(group.window)}
        if named <= here and (group.score or group.level or group.flags):
            yield group


def _here(column: str, chosen: dict[str, str], here: set[str]) -> str:
    name = templates.choose(column, chosen)
    return name if name in here else ""


def _measures(entry: Measure) -> Iterator[Measure]:
    for chosen in templates.choices(entry.each):
        value, name, subject = (templates.choose(text, chosen) for text in (entry.value, entry.name, entry.subject))
        yield dataclasses.replace(entry, value=value, name=name, subject=subject, each={})
