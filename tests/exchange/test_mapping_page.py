"""The how-to page about mapping files shows one that works, and names every key."""

import dataclasses
from pathlib import Path

from aimline.exchange import mapping_file
from aimline.exchange.mapping import ROLES, Mapping

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "mapping-file.md").read_text(encoding="utf-8")


def test_the_example_is_a_mapping_that_can_be_used() -> None:
    example = PAGE.partition("```toml\n")[2].partition("```")[0]

    assert mapping_file.load(example).decimal == ","


def test_every_key_and_role_is_named() -> None:
    names = [*(field.name for field in dataclasses.fields(Mapping)), *ROLES]

    assert [name for name in names if f"`{name}`" not in PAGE] == []
