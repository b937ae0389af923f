"""A team goes by the gap between a student group and all others of its goal: what is said, to whom, from how many."""

import pytest

from aimline.apps.goals.models import Cohort, Goal
from aimline.apps.monitoring.actions import verdicts
from aimline.apps.monitoring.models import Plan
from aimline.apps.monitoring.pages.goal import GoalPage
from aimline.apps.monitoring.queries import gaps
from aimline.apps.organizations.models import StudentGroup, Unit
from aimline.apps.results.models import Administration, Measure, Segment
from aimline.domain.rule import Way, template_of
from tests.apps.conftest import World
from tests.apps.monitoring.studio_form import open_studio, send, whole_goal
from tests.apps.monitoring.watched import BASELINE_ON, LOOKS, make_goal, make_reading
from tests.apps.results.conftest import row_of, store

READ_ON = LOOKS[3]
BEFORE = (30, 60)  # of the group and of all others, of 60 and 90
GREW, HELD = (15, 78), (33, 66)
NAME = "English learner: Yes"


def watch(
    world: World,
    *,
    now: tuple[int, int],
    before: tuple[int, int] = BEFORE,
    sizes: tuple[int, int] = (60, 90),
    **fields: object,
) -> Goal:
    """Make a goal of grade 4 whose two sides stood at `before` at the start and stand at `now` at its one reading."""
    measure, place = Measure.objects.get(), world.places["team"]
    district, share = world.places["district"], 100 * sum(now) / sum(sizes)
    goal = make_goal(place, measure=measure, n=sum(sizes), baseline=60.0, visibility="public", **fields)
    reading = make_reading(goal, on=READ_ON, value=share, n=sum(sizes))
    start = Administration.objects.create(
        district=district, measure=measure, school_year=2026, window="Fall", given_on=BASELINE_ON
    )
    Segment.objects.all().delete()
    assert reading.administration is not None
    rows = [*rows_of(world, start, before, sizes), *rows_of(world, reading.administration, now, sizes)]
    store(district, 2026, rows)
    Goal.objects.filter(pk=goal.pk).update(baseline_administration=start)
    plan = Plan.objects.get(goal=goal)
    plan.gap_group = {"attribute": "English learner", "value": "Yes"}
    plan.save(update_fields=["gap_group"])
    plan.rules.all().delete()
    for rule in template_of(Way.GAP).rules:
        plan.rules.create(
            kind=rule.kind, condition={"sign": rule.condition.sign, "count": 1}, then=rule.then,
            effective_from=goal.starts_on,
        )  # fmt: skip
    return goal


def rows_of(
    world: World, given: Administration, reached: tuple[int, int], sizes: tuple[int, int]
) -> list[dict[str, object]]:
    sides = [(place, learns, place < n) for learns, n, size in zip((True, False), reached, sizes, strict=True)
             for place in range(size)]  # fmt: skip
    return [
        row_of(world.places["school"], given, grade=4, place=place + 200 * (not learns), learns=learns, reached=met)
        for place, learns, met in sides
    ]


def page_of(world: World, name: str, goal: Goal) -> GoalPage:
    page = world.client(name).get(f"/goals/{goal.uuid}/").context["page"]
    assert isinstance(page, GoalPage)
    return page


def gap_facts(page: GoalPage) -> list[str]:
    return [str(fact.text) for fact in page.facts if str(fact.name) == f"Gap: {NAME}"]


def test_the_group_is_kept_with_the_plan_and_shown_again(results: World) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)
    group = str(StudentGroup.objects.get(value="Yes").uuid)

    send(client, address, "save", way=Way.GAP, gap_group=group, **whole_goal(Measure.objects.get()))

    assert Plan.objects.get().gap_group == {"attribute": "English learner", "value": "Yes"}
    assert client.get(address).context["page"].forms.draft["gap_group"].value() == group

    send(client, address, "save", way=Way.CHANCE)

    assert Plan.objects.get().gap_group == {}


def test_a_gap_without_a_group_is_asked_for(results: World) -> None:
    client = results.client("lead")
    address = open_studio(client, results.places["team"].uuid)

    answer = send(client, address, "save", way=Way.GAP)

    assert "Choose the group whose gap you watch" in answer.content.decode()
    assert answer.context["page"].steps[5].is_open


@pytest.mark.parametrize(("now", "decision"), [(GREW, "intensify"), (HELD, "keep")])
def test_the_page_names_the_rule_and_both_sides(results: World, now: tuple[int, int], decision: str) -> None:
    goal = watch(results, now=now)

    page = page_of(results, "teacher", goal)

    [text] = gap_facts(page)
    assert "student spreads" in text
    assert "30 of 60 against 60 of 90" in text
    assert f"{now[0]} of 60 against {now[1]} of 90" in text
    assert page.fired[0].decision == decision
    assert results.client("lead").get(f"/goals/{goal.uuid}/check-in/").context["page"].proposal == page.fired[0]
    assert "30 of 60" in str(page.fired[0].because)
    assert page.status
    assert Goal.objects.get().target == goal.target


def test_what_was_found_is_kept_with_the_verdict_and_its_points(results: World) -> None:
    goal = watch(results, now=GREW)

    verdicts.keep(results.viewer("teacher"), [goal.pk])

    kept = goal.verdicts.get().inputs["gap"]
    assert (kept["rule"], kept["found"], kept["group"]) == ("subgroup_gap", "below", goal.plan.gap_group)
    assert kept["days"] == [[BASELINE_ON.isoformat(), 30, 60, 60, 90], [READ_ON.isoformat(), 15, 60, 78, 90]]


def test_readings_brought_by_another_district_store_no_gap(results: World) -> None:
    goal = watch(results, now=GREW)

    assert gaps.on_record(results.viewer("outsider"), goal) is None


def test_a_frozen_list_is_split_as_its_students_were_at_the_start(results: World) -> None:
    import numpy as np

    students = np.array([4000 + place for place in (*range(40), *range(200, 270))], dtype="<i4")
    cohort = Cohort.objects.create(
        district=results.places["district"], digest="few", n=len(students), members=students.tobytes()
    )
    goal = watch(results, now=GREW, cohort=cohort, comparison="same_students")

    [text] = gap_facts(page_of(results, "teacher", goal))

    assert "30 of 40 against 60 of 70" in text
    assert "15 of 40 against 70 of 70" in text


def test_a_goal_about_a_mean_compares_who_reaches_the_level(results: World) -> None:
    Measure.objects.update(metric="scale_score")
    goal = watch(results, now=GREW)

    assert "15 of 60 against 78 of 90" in gap_facts(page_of(results, "teacher", goal))[0]


def test_without_a_level_the_rule_says_that_it_has_nothing_to_compare(results: World) -> None:
    goal = watch(results, now=GREW)
    Segment.objects.all().delete()

    inside, outside = (page_of(results, name, goal) for name in ("teacher", "council_member"))

    assert gap_facts(inside)[0].startswith("Nothing to say. These tests have no level")
    assert (inside.fired, gap_facts(outside)) == ((), [])


def test_below_twenty_on_a_side_the_rule_is_silent(results: World) -> None:
    goal = watch(results, now=(2, 85), sizes=(19, 90))

    inside, outside = (page_of(results, name, goal) for name in ("teacher", "council_member"))

    assert gap_facts(inside) == ["Too few to say. Fewer than 20 students on one side; this rule needs as many on both."]
    assert (inside.fired, outside.fired, gap_facts(outside)) == ((), (), [])


def test_outside_the_staff_who_teach_only_what_the_door_lets_through_is_told(results: World) -> None:
    goal = watch(results, now=GREW)

    page = page_of(results, "council_member", goal)

    assert "30 of 60 against 60 of 90" in gap_facts(page)[0]


def test_a_council_member_learns_nothing_where_a_side_is_hidden(results: World) -> None:
    Unit.objects.filter(pk=results.places["district"].pk).update(n_min=30)
    goal = watch(results, before=(15, 60), now=(4, 78), sizes=(25, 90))

    taught, page = (page_of(results, name, goal) for name in ("teacher", "council_member"))
    text = results.client("council_member").get(f"/goals/{goal.uuid}/").content.decode()

    assert taught.fired
    assert page.status == taught.status
    assert (page.fired, gap_facts(page)) == ((), [])
    assert NAME not in text
    assert "15 of 25" not in text
