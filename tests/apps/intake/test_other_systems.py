"""A roster whose ids come from another system than before: its page asks which one it is, and takes the answer."""

import pytest

from aimline.apps.intake.models import UploadState
from aimline.apps.organizations.models import ExternalId
from tests.apps.intake.test_roster_page import bring, newest, press
from tests.exchange.oneroster.bundles import FILES_1_1, changed

__all__ = ["bring"]  # a fixture

RENAMED = changed("manifest.csv", "Lark SIS", "Lark SIS 5")
NAMELESS = changed("manifest.csv", "source.systemName,Lark SIS\nsource.systemCode,lark\n", "")


@pytest.fixture
def stored(bring) -> None:
    client, seen = bring(FILES_1_1)
    press(client, seen, store="yes")


def test_it_is_said_to_be_the_same_system_with_one_button(stored: None, bring) -> None:
    client, asked = bring(RENAMED)
    text = asked.content.decode()

    assert "came from Lark SIS so far; this one names Lark SIS 5. Is it the same system, or a second one?" in text
    assert '<button name="system" value="Lark SIS">It is still Lark SIS</button>' in text
    seen = press(client, asked, again="yes", system="Lark SIS", groups="sex")

    assert "Everything this roster says is here already." in seen.content.decode()
    assert newest().report["roster"]["wishes"]["system"] == "Lark SIS"


def test_it_is_said_to_be_a_second_system_under_the_name_it_has(stored: None, bring) -> None:
    client, asked = bring(RENAMED)

    assert 'name="system" value="Lark SIS 5">It is a second one, Lark SIS 5</button>' in asked.content.decode()
    press(client, asked, again="yes", system="Lark SIS 5")

    assert newest().state == UploadState.STAGED
    assert newest().report["roster"]["told"]["counts"]["classrooms"]["new"] == 1


def test_a_second_system_that_the_file_does_not_name_gets_a_name_on_the_page(stored: None, bring) -> None:
    client, asked = bring(NAMELESS)
    text = asked.content.decode()

    assert 'Name of the second system</label><input name="system"' in text
    assert text.count('<input type="hidden" name="groups" value="sex"') == 2  # an answer changes nothing else
    press(client, asked, again="yes", system="Wren SIS")

    assert newest().report["roster"]["told"]["source"] == "oneroster:Wren SIS"


def test_a_system_that_had_no_name_is_still_the_one_it_was(bring) -> None:
    client, first = bring(NAMELESS)
    press(client, first, store="yes")
    client, asked = bring(FILES_1_1)

    assert "It is still oneroster</button>" in asked.content.decode()
    seen = press(client, asked, again="yes", system="oneroster", groups="sex")

    assert "Everything this roster says is here already." in seen.content.decode()
    assert set(ExternalId.objects.filter(source__startswith="oneroster").values_list("source", flat=True)) == {
        "oneroster"
    }
