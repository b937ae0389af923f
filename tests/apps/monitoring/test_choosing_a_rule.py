"""A team chooses how it tells that something must change; without a choice the rule follows the measure."""

import pytest

from aimline.apps.goals.models import Goal
from aimline.apps.monitoring import queries
from aimline.apps.monitoring.actions import verdicts
from aimline.apps.monitoring.pages import goal as goal_pages
from aimline.apps.organizations.models import StudentGroup
from aimline.apps.organizations.queries import calendar_of
from aimline.apps.results.models import Measure
from aimline.domain.rule import Way, template_of, way_of
from tests.apps.conftest import World
from tests.apps.monitoring.studio_form import open_studio, send, whole_goal
from tests.apps.monitoring.watched import make_goal


@pytest.mark.parametrize("way", list(Way))
def test_the_chosen_rule_is_kept_and_said_in_words(results: World, way: Way) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    group = str(StudentGroup.objects.get(value="Yes").uuid)

    send(client, address, "save", way=way, gap_group=group, **whole_goal(Measure.objects.get()))

    page = client.get(address).context["page"]
    assert way_of(queries.agreed_rules(Goal.objects.get())) is way
    assert {rule.kind for rule in page.rules} == {"on_track", "adjust", "intensify"}
    assert page.forms.draft["way"].value() == ("" if way is Way.CHECKS else way)


def test_without_a_choice_the_rule_follows_the_measure(results: World) -> None:
    Measure.objects.update(kind="attendance")
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)

    send(client, address, "save", **whole_goal(Measure.objects.get()))

    assert way_of(queries.agreed_rules(Goal.objects.get())) is Way.TWO_BELOW


def test_a_rule_about_the_chance_names_all_readings(world: World) -> None:
    goal = make_goal(world.places["team"], values=(63, 67, 69, 76))
    goal.plan.rules.all().delete()  # type: ignore[attr-defined]  # its one plan
    for rule in template_of(Way.CHANCE).rules:
        goal.plan.rules.create(  # type: ignore[attr-defined]  # as above
            kind=rule.kind, condition={"sign": rule.condition.sign, "count": 1}, then=rule.then,
            effective_from=goal.starts_on,
        )  # fmt: skip
    verdicts.keep(world.viewer("lead"), [goal.pk])
    viewer = world.viewer("lead")
    opened = queries.goal(viewer, goal.uuid)

    page = goal_pages.goal_page(viewer, opened, calendar_of(viewer, opened.district), n_writers=1)

    assert [fired.decision for fired in page.fired] == ["intensify", "adjust"]
    assert str(page.fired[0].because).count(" on ") == 4
