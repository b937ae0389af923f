"""A bundle that was not used says why on its page, and takes there what can settle it."""

from pathlib import Path

import pytest

from aimline.apps.intake.actions import rosters
from aimline.apps.organizations.models import Enrolment
from aimline.cli import roster
from tests.apps.intake.test_roster_page import bring, newest, press
from tests.exchange.oneroster.bundles import FILES_1_1, pack

__all__ = ["bring"]


def test_a_bundle_that_cannot_be_used_says_why_and_lists_what_is_wrong(bring) -> None:
    client, page = bring({"manifest.csv": FILES_1_1["manifest.csv"]})
    text = page.content.decode()

    assert "The bundle holds no row that can be used. Mend what is wrong in the system it comes from" in text
    assert "aimline oneroster" not in text  # a command is of no use to who looks at a page
    assert "The manifest promises users.csv, and it is not there." in text
    problems = b"".join(client.get(f"/imports/{newest().uuid}/problems.csv")).decode()
    assert "\nusers.csv,,," in problems.replace("\r", "")
    assert not Enrolment.objects.exists()


def test_a_terminal_names_the_command_that_says_what_is_wrong_with_a_bundle(tmp_path: Path) -> None:
    with pytest.raises(rosters.NothingSound) as refused:
        roster.read(pack(tmp_path / "roster.zip", {"manifest.csv": FILES_1_1["manifest.csv"]}))

    assert str(refused.value.hint) == "`aimline oneroster check` says what is wrong with it."


def test_a_bundle_without_any_row_is_asked_for_once_more(bring) -> None:
    _, page = bring({"manifest.csv": FILES_1_1["manifest.csv"].replace("bulk", "absent")})

    assert "Its files have no rows. Export the roster once more" in page.content.decode()
    assert "What is wrong in the file" not in page.content.decode()


def test_a_bundle_of_which_both_was_said_is_looked_at_again_as_it_was_said_since(bring) -> None:
    client, seen = bring(FILES_1_1)
    refused = press(client, seen, again="yes", same_students="1001", other_students="1001")

    told = press(client, refused, again="yes", same_students="1001")

    assert "the same student, and another one, cannot both be" in refused.content.decode()
    assert 'value="1001"' in refused.content.decode()
    assert "This is what the roster would change." in told.content.decode()


def test_a_bundle_in_which_no_row_can_be_used_is_not_looked_at_again(bring) -> None:
    _, page = bring({"manifest.csv": FILES_1_1["manifest.csv"]})

    assert "Look again" not in page.content.decode()
