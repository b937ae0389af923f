"""Two members complete a check-in: counted are those who write goals of such a place, not all who belong to it."""

from aimline.apps.home import queries as home
from aimline.apps.monitoring import queries
from aimline.apps.organizations.models import Membership, Role
from tests.apps.conftest import START, TODAY, World


def test_teachers_of_a_school_do_not_count_among_those_who_write_its_goals(world: World) -> None:
    school = world.places["school"]
    for name in ("teacher", "colleague"):
        Membership.objects.create(
            person=world.people[name], unit=school, district=school.district, role=Role.TEACHER, starts_on=START
        )

    assert queries.n_writers(school, today=TODAY) == 1  # the principal
    assert home.n_writers({school}, today=TODAY) == {school.pk: 1}
