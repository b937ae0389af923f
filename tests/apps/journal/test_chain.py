import pytest
from django.db import DatabaseError, connection, transaction

from aimline.apps.journal import queries
from aimline.apps.journal.models import Chain, Entry
from tests.apps.conftest import World


def test_the_journal_of_the_cast_is_whole(world: World) -> None:
    assert Entry.objects.count() > 10
    assert queries.broken_links() == []


@pytest.mark.parametrize("statement", ["UPDATE journal_entry SET why = 'x'", "DELETE FROM journal_entry"])
def test_the_database_refuses_to_change_or_remove_an_entry(world: World, statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_missing_last_entry_is_named(world: World) -> None:
    chain = Chain.objects.get(district_number=world.places["district"].pk)
    Chain.objects.filter(pk=chain.pk).update(last_number=chain.last_number + 1, last_hash="0" * 64)

    assert [link.number for link in queries.broken_links()] == [chain.last_number + 1]
