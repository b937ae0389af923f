"""The how-to page about mapping files shows one that works, and names every key."""

import dataclasses
from pathlib import Path

from aimline.exchange import mapping_file
from aimline.exchange.mapping import ROLES, Mapping, Results

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "mapping-file.md").read_text(encoding="utf-8")


def test_the_example_is_a_mapping_that_can_be_used() -> None:
    first, wide = (part.partition("```")[0] for part in PAGE.split("```toml\n")[1:])

    assert mapping_file.load(first).decimal == ","
    assert [group.window for group in mapping_file.load(wide).results] == ["September", "January"]


def test_every_key_and_role_is_named() -> None:
    names = [*(field.name for field in dataclasses.fields(Mapping)), *ROLES]
    names += [field.name for field in dataclasses.fields(Results)]

    assert [name for name in names if f"`{name}`" not in PAGE] == []
