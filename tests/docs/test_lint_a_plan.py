"""The examples of the how-to pages are run as they stand."""

import doctest
from pathlib import Path

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"


def test_the_examples_of_the_page_give_what_the_page_says(tmp_path: Path) -> None:
    result = doctest.testfile(str(HOW_TO / "lint-a-plan.md"), module_relative=False, globs={"folder": str(tmp_path)})
    assert result.attempted > 10
    assert result.failed == 0
