"""A OneRoster bundle on its way through the pages: kept, looked at in the background, stored when somebody says so."""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from tempfile import TemporaryFile

from django.conf import settings
from django.db import transaction

from aimline.apps.intake.actions import memories, rosters, staging
from aimline.apps.intake.actions.folders import kept_out, memory_of, spill
from aimline.apps.intake.actions.receiving import (
    NotOpen,
    check_open,
    discard,
    enter,
    kept,
    map_columns,
    note,
    settle,
)
from aimline.apps.intake.actions.rosters import order, telling
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.journal.actions import StaleVersion
from aimline.apps.organizations.policy import NotAllowed, Viewer, may_import
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.exchange import mapping_file
from aimline.exchange.oneroster import gradebook


class RosterStays(AimlineError):
    """What a roster changed was not remembered, or its copy has gone or broken since."""

    def __init__(self) -> None:
        super().__init__(
            "roster-stays",
            say("What this roster changed is not remembered any more."),
            say("Import the roster of the day before instead: who was ended comes back, and what was new ends."),
        )


WISHES: Mapping[str, object] = {
    "groups": ["sex"],
    "same_people": [],
    "same_students": [],
    "other_students": [],
    "digits": 0,
    "keys_stand": False,
    "system": "",
}


def enter_roster(viewer: Viewer, upload: Upload) -> None:
    """Note a kept bundle; what it would change is found in the background."""
    upload.state, upload.report = UploadState.STAGING, {"roster": {"wishes": dict(WISHES)}}
    with transaction.atomic():
        upload.save(force_insert=True)
        note(viewer, "receive roster", upload)


def wish(viewer: Viewer, upload: Upload, wishes: Mapping[str, object], *, version: int) -> Upload:
    """Say what a bundle's look should go by: student groups, its system, accounts that are the same people."""
    with transaction.atomic():
        fresh = Upload.objects.select_for_update().get(pk=upload.pk)
        check_open(viewer, fresh)
        if fresh.version != version:
            raise StaleVersion(theirs={"state": fresh.state}, yours={"state": ""})
        fresh.state, fresh.report, fresh.message = UploadState.STAGING, {"roster": {"wishes": dict(wishes)}}, ""
        fresh.version += 1
        fresh.save(update_fields=["state", "report", "message", "version"])
        note(viewer, "look at roster", fresh, wishes=dict(wishes))
    return fresh


def look_at_roster(viewer: Viewer, upload: Upload) -> Upload:
    """Find what a bundle would change; one that cannot be used is refused with the reason in words."""
    check_open(viewer, upload)
    standing = order.standing(upload.place) if upload.place else set()
    try:
        seen = looked(viewer, upload)
        order.require_newest(upload, telling.answer(seen))
    except rosters.NothingSound as refusal:
        telling.write_problems(refusal.brought, kept_out(upload))
        return refuse(upload, refusal, telling.listed(refusal.brought))
    except rosters.OtherSystem as asked:
        return refuse(upload, asked, {"systems": {"before": asked.before, "now": asked.now}})
    except AimlineError as refusal:
        return refuse(upload, refusal, {})
    say_again(upload, seen, standing)
    telling.write_problems(seen.brought, kept_out(upload))
    return settle(upload, UploadState.STAGED, report_of(upload, seen), "")


def refuse(upload: Upload, refusal: AimlineError, found: Mapping[str, object]) -> Upload:
    """Keep why a bundle cannot be used, in words and as a code, with what was `found` for its page."""
    report = {"roster": {"wishes": upload.report["roster"]["wishes"], "refused": refusal.code, **found}}
    return settle(upload, UploadState.REFUSED, report, f"{refusal.message} {refusal.hint}")


def store_roster(
    viewer: Viewer, upload: Upload, *, version: int, confirm_leavers: bool, confirm_places: bool = False
) -> Upload:
    """Store what was shown; where the plan is another one by now, it is kept in its place, to be looked at.

    Raises ManyLeavers, OtherPlaces, PlanMoved, OlderRoster.
    """
    fresh = Upload.objects.select_related("place__district").get(pk=upload.pk)
    if fresh.state != UploadState.STAGED:
        raise NotOpen(fresh.state)
    if fresh.version != version:
        raise StaleVersion(theirs={"state": fresh.state}, yours={"state": UploadState.STAGED})
    seen = looked(viewer, fresh)
    report = report_of(fresh, seen)
    if report["roster"] != fresh.report["roster"]:
        order.require_newest(fresh, telling.answer(seen))
        settle(fresh, UploadState.STAGED, report, "")
        raise rosters.plan_moved()
    with transaction.atomic():
        rosters.hold(seen.district)
        place = order.require_newest(fresh, telling.answer(seen))
        confirmed = {"confirm_leavers": confirm_leavers, "confirm_places": confirm_places}
        rosters.commit(viewer, seen, **confirmed, memory=memory_of(fresh))
        stored = settle(fresh, UploadState.COMMITTED, {"roster": report["roster"] | {order.STORED: place}}, "")
    note_gradebook(stored, bring_gradebook(viewer, stored, seen))
    return stored


def store_at_once(
    viewer: Viewer, upload: Upload, seen: rosters.Preview, *, confirm_leavers: bool, confirm_places: bool
) -> None:
    """Store a kept bundle that was looked at on the command line; raises what `store_roster` raises."""
    upload.place, upload.state = seen.district, UploadState.COMMITTED
    upload.report = {"roster": {"wishes": dict(WISHES)}}
    upload.report = report_of(upload, seen)
    with transaction.atomic():
        rosters.hold(seen.district)
        place = order.require_newest(upload, telling.answer(seen))
        confirmed = {"confirm_leavers": confirm_leavers, "confirm_places": confirm_places}
        rosters.commit(viewer, seen, **confirmed, memory=memory_of(upload))
        upload.report["roster"][order.STORED] = place
        upload.save(force_insert=True)
        note(viewer, "receive roster", upload)


def say_again(upload: Upload, seen: rosters.Preview, standing: set[int]) -> None:
    """Let a roster that says nothing new, and is not stored, count all the same as the newest that was heard.

    `standing` are the rosters that were stored before the look: where others are by now, it says nothing of those.
    """
    if not seen.plan.is_empty:
        return
    with transaction.atomic():
        rosters.hold(seen.district)
        if order.standing(seen.district) == standing:
            order.say_again(upload, telling.answer(seen))


def bring_gradebook(viewer: Viewer, roster: Upload, seen: rosters.Preview) -> Upload | None:
    """Bring the results of a stored bundle's gradebook as a table of results, looked at and not stored yet.

    Returns nothing where the bundle has no result whose line item is known, or where they came with the same bundle
    before; what is here already is put aside.
    """
    if not seen.gradebook.n_results or has_gradebook(seen):
        return None
    with transaction.atomic():
        rosters.line_items.keep(seen.district, seen.source, seen.items)
        names = rosters.line_items.names(seen.district, seen.source, seen.brought.roster, held=seen.plan.held)
    spill().mkdir(parents=True, exist_ok=True)
    with TemporaryFile("w+b", dir=spill()) as table:  # without a name, so that a crash leaves no result lying about
        text = io.TextIOWrapper(table, encoding="utf-8", newline="", write_through=True)
        mapping = gradebook.write_results(text, seen.brought.roster, seen.items, names, seen.source)
        table.seek(0)
        with kept(viewer, f"{roster.file_name} results.csv", table, place=seen.district) as new:
            enter(viewer, new)
    new = map_columns(viewer, new, mapping_file.dump(mapping), version=new.version)
    new = staging.stage(viewer, new)
    compared = new.report.get("compared")
    if compared and compared["n_same"] and not compared["n_new"] + compared["n_changed"]:
        discard(viewer, new, version=new.version)
        new.refresh_from_db()
    return new


def has_gradebook(seen: rosters.Preview) -> bool:
    """Tell whether the same results came with an earlier bundle, and are stored or wait to be looked at."""
    named = {"report__roster__told__gradebook__digest": seen.gradebook.digest}
    same = Upload.objects.filter(place=seen.district, state=UploadState.COMMITTED, **named)
    results = [report["results"] for report in same.values_list("report", flat=True) if "results" in report]
    return Upload.objects.filter(uuid__in=results, state__in=(UploadState.STAGED, UploadState.COMMITTED)).exists()


def note_gradebook(roster: Upload, results: Upload | None) -> None:
    """Let the page of a roster lead to the results that came with it."""
    if results is not None:
        with transaction.atomic():  # read again: meanwhile a newer roster may have said the same
            fresh = Upload.objects.select_for_update().get(pk=roster.pk)
            fresh.report["results"] = str(results.uuid)
            fresh.save(update_fields=["report"])
        roster.report = fresh.report


def withdraw_roster(viewer: Viewer, upload: Upload, *, version: int, why: str) -> Upload:
    """Take a stored roster back: who was ended comes back, what changed is as before, what it added goes.

    What somebody changed since stays as it is. Raises NotOpen, StaleVersion, RosterStays where nothing was remembered,
    NewerRoster.
    """
    with transaction.atomic():
        fresh = Upload.objects.select_for_update(of=("self",)).select_related("place__district").get(pk=upload.pk)
        if fresh.place is None or not may_import(viewer, fresh.place):
            raise NotAllowed
        if fresh.state != UploadState.COMMITTED:
            raise NotOpen(fresh.state)
        if fresh.version != version:
            raise StaleVersion(theirs={"state": fresh.state}, yours={"state": UploadState.COMMITTED})
        told = memories.read(memory_of(fresh))
        if told is None:
            raise RosterStays
        rosters.hold(fresh.place)
        order.require_last(fresh)
        memory = rosters.remembering.Memory(**told)
        counts = rosters.remembering.take_back(memory, today=viewer.today.isoformat())
        fresh.state, fresh.message, fresh.version = UploadState.WITHDRAWN, taken_back(counts), fresh.version + 1
        fresh.save(update_fields=["state", "message", "version"])
        note(viewer, "withdraw roster", fresh, why=why, counts=counts)
    return fresh


def taken_back(counts: Mapping[str, int]) -> str:
    """Say what became of the rows, each number after its words so that one reads as well as many."""
    told = (
        say("Rows that are as they were before: {n}.", n=counts["restored"]),
        say("Rows it added that are gone: {n}.", n=counts["removed"]),
        say("Changed since, and left as they are: {n}.", n=counts["kept"]),
    )
    counted = [str(each) for each in told if each.values["n"]]
    stay = say("Students, adults and schools stay, because results may stand on them.")
    return " ".join(["It was withdrawn.", *counted, str(stay)])


def looked(viewer: Viewer, upload: Upload) -> rosters.Preview:
    if upload.place is None:
        raise NotOpen(upload.state)
    wishes = upload.report["roster"]["wishes"]
    brought = replace(rosters.read(settings.DATA / upload.path), file_name=upload.file_name)
    said = {name: wishes.get(name, []) for name in ("groups", "same_people", "same_students", "other_students")}
    zeros = {"digits": wishes.get("digits", 0), "keys_stand": wishes.get("keys_stand", False)}
    chosen = rosters.wishes_of(**said, **zeros)
    return rosters.look(viewer, upload.place, brought, wishes=chosen, system=wishes["system"])


def report_of(upload: Upload, seen: rosters.Preview) -> dict[str, dict[str, object]]:
    """Write what was seen as plain values, with a digest that tells this plan from another."""
    told = telling.answer(seen) | telling.listed(seen.brought) | {"has_gradebook": has_gradebook(seen)}
    told = json.loads(json.dumps(told, default=str))
    digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    return {"roster": {"wishes": upload.report["roster"]["wishes"], "told": told, "digest": digest}}
