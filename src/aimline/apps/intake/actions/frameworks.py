"""A framework of standards on its way through the pages: kept, looked at in the background, stored, taken back."""

import csv
from collections import Counter
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from aimline.apps.goals.models import Goal
from aimline.apps.intake import policy
from aimline.apps.intake.actions import memories
from aimline.apps.intake.actions.folders import kept_out, memory_of
from aimline.apps.intake.actions.heads import moved_meanwhile, patiently
from aimline.apps.intake.actions.receiving import NotOpen, check_open, note, settle
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.journal.actions import StaleVersion
from aimline.apps.journal.models import Entry
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import NotAllowed, Viewer
from aimline.apps.standards import actions as standards
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.exchange import case_file
from aimline.exchange.case_file import CaseProblem, CaseUnreadable, Framework

KIND: Mapping[str, object] = {"framework": {}}
N_PROBLEMS = 200
STORE = "commit import"  # as the journal calls it


class FrameworkStays(AimlineError):
    """What a framework changed was not remembered, or its copy has gone or broken since."""

    def __init__(self) -> None:
        super().__init__(
            "framework-stays",
            say("What this framework changed is not remembered any more."),
            say(
                "Bring the framework of before in once more: its words count again, and what is not in it is set aside."
            ),
        )


class NewerFramework(AimlineError):
    """The same framework was stored again later: what that one found as it should be would go with this one."""

    def __init__(self, newer: Upload) -> None:
        super().__init__(
            "newer-framework",
            say("This framework was stored again since, and that stands on this one: {name}.", name=newer.file_name),
            say("Nothing was withdrawn. Withdraw the newer one first."),
        )


def enter(viewer: Viewer, upload: Upload) -> None:
    """Note a kept framework; what it would change is found in the background."""
    upload.state = UploadState.STAGING
    with transaction.atomic():
        upload.save(force_insert=True)
        note(viewer, "receive standards", upload)


def look(viewer: Viewer, upload: Upload) -> Upload:
    """Find what a framework would change; a file that is none is refused with the reason in words."""
    check_open(viewer, upload)
    try:
        framework = case_file.read(settings.DATA / upload.path)
    except CaseUnreadable as refusal:
        return settle(upload, UploadState.REFUSED, KIND, f"{refusal.message} {refusal.hint}")
    write_problems(framework.problems, upload)
    assert upload.place is not None
    brought, _ = standards.compare(viewer, upload.place, framework)
    return settle(upload, UploadState.STAGED, report_of(framework, brought), "")


def store(viewer: Viewer, upload: Upload, *, version: int) -> Upload:
    """Store what was shown; where the district's standards changed meanwhile, show what it would change now."""
    fresh = Upload.objects.select_related("place__district").get(pk=upload.pk)
    check_open(viewer, fresh)
    if fresh.state != UploadState.STAGED:
        raise NotOpen(fresh.state)
    if fresh.version != version:
        raise StaleVersion(theirs={"state": fresh.state}, yours={"state": UploadState.STAGED})
    framework = case_file.read(settings.DATA / fresh.path)
    return patiently(lambda: store_as_shown(viewer, fresh, framework))


def store_as_shown(viewer: Viewer, upload: Upload, framework: Framework) -> Upload:
    """Compare while nothing is locked, and write; raises MovedMeanwhile where standards changed in between."""
    assert upload.place is not None
    brought, found = standards.compare(viewer, upload.place, framework)
    report = report_of(framework, brought)
    if report != upload.report:
        moved = say("The district's standards changed since. Look once more, then store it.")
        return settle(upload, UploadState.STAGED, report, str(moved))
    remember(upload, found)
    with transaction.atomic():
        hold_still(upload.place, found)
        standards.store(viewer, upload.place, framework, brought, found)
        note(viewer, STORE, upload)
        return settle(upload, UploadState.COMMITTED, report, "")


def store_at_once(viewer: Viewer, upload: Upload, framework: Framework) -> standards.Brought:
    """Store a kept framework that came by the command line; one that changes nothing is not noted."""
    return patiently(lambda: store_kept(viewer, upload, framework))


def store_kept(viewer: Viewer, upload: Upload, framework: Framework) -> standards.Brought:
    assert upload.place is not None
    brought, found = standards.compare(viewer, upload.place, framework)
    if found.is_nothing:
        return brought
    upload.state, upload.report = UploadState.COMMITTED, report_of(framework, brought)
    write_problems(framework.problems, upload)
    remember(upload, found)
    with transaction.atomic():
        hold_still(upload.place, found)
        upload.save(force_insert=True)
        standards.store(viewer, upload.place, framework, brought, found)
        note(viewer, STORE, upload)
    return brought


def hold_still(district: Unit, found: standards.Difference) -> None:
    """Hold the standards of a district; raises MovedMeanwhile where they changed since the comparison."""
    standards.hold(district)
    if standards.has_moved(district, found):
        raise moved_meanwhile()


def remember(upload: Upload, found: standards.Difference) -> None:
    """Keep what stood where a framework writes, and what it writes there."""
    memories.write(memory_of(upload), {"before": found.before, "after": found.written})


def remembered(upload: Upload) -> tuple[dict[str, standards.Row | None], dict[str, standards.Row]]:
    """Return what a framework changed; raises FrameworkStays where that cannot be read any more."""
    kept = memories.read(memory_of(upload))
    if kept is None:
        raise FrameworkStays
    before = {key: tuple(row) if row else None for key, row in kept["before"].items()}
    return before, {key: tuple(row) for key, row in kept["after"].items()}


def withdraw(viewer: Viewer, upload: Upload, *, version: int, why: str) -> Upload:
    """Take a stored framework back: what it changed is as before, what it added goes or is set aside where it is used.

    Raises NotAllowed, NotOpen, StaleVersion, FrameworkStays, NewerFramework.
    """
    return patiently(lambda: take_back(viewer, upload, version, why))


def take_back(viewer: Viewer, upload: Upload, version: int, why: str) -> Upload:
    stored = still_stored(viewer, upload, version)
    assert stored.place is not None
    before, after = remembered(stored)
    counts, found = standards.compare_back(viewer, stored.place, before, after, cited_in(stored.place))
    with transaction.atomic():
        hold_still(stored.place, found)
        if standards.in_use(stored.place, cited_in(stored.place)) & set(found.removed):
            raise moved_meanwhile()
        fresh = still_stored(viewer, upload, version)
        standards.write(stored.place, found)
        fresh.state, fresh.message, fresh.version = UploadState.WITHDRAWN, taken_back(counts), fresh.version + 1
        fresh.save(update_fields=["state", "message", "version"])
        note(viewer, "withdraw import", fresh, why=why, **vars(counts))
    return fresh


def still_stored(viewer: Viewer, upload: Upload, version: int) -> Upload:
    """Return the upload as it stands, if it may be taken back."""
    fresh = Upload.objects.select_related("place__district").get(pk=upload.pk)
    if not policy.may_bring_file(viewer, fresh):
        raise NotAllowed
    if fresh.state != UploadState.COMMITTED:
        raise NotOpen(fresh.state)
    if fresh.version != version:
        raise StaleVersion(theirs={"state": fresh.state}, yours={"state": UploadState.COMMITTED})
    if newer := newer_framework(fresh):
        raise NewerFramework(newer)
    return fresh


def newer_framework(upload: Upload) -> Upload | None:
    """Return the file of the same framework that was stored last, unless it is this one.

    The journal keeps the order of storing; files may come in otherwise.
    """
    key = upload.report["framework"].get("key")
    same = Upload.objects.filter(place=upload.place, state=UploadState.COMMITTED, report__framework__key=key)
    storings = Entry.objects.filter(verb=STORE, noun_uuid__in=same.values("uuid"))
    last = storings.order_by("-number").values("noun_uuid")[:1]
    return same.filter(uuid__in=last).exclude(pk=upload.pk).first()


def cited_in(district: Unit) -> set[str]:
    """Return the uuids of the standards that goals of a district cite."""
    lists = Goal.objects.filter(district=district).exclude(standards=[]).values_list("standards", flat=True)
    return {number for cited in lists for number in cited}


def taken_back(counts: standards.TakenBack) -> str:
    """Say what became of the standards, each number after its words so that one reads as well as many."""
    told = (
        say("Standards it added that are gone: {n}.", n=counts.removed),
        say("As they were before: {n}.", n=counts.restored),
        say("Set aside, because goals cite them, measures test them or people rated them: {n}.", n=counts.set_aside),
        say("Changed since, and left as they are: {n}.", n=counts.kept),
    )
    return " ".join(["It was withdrawn.", *(str(each) for each in told if each.values["n"])])


def report_of(framework: Framework, brought: standards.Brought) -> dict[str, object]:
    """Write what a framework holds and would change as plain values."""
    subjects = Counter(item.subject for item in framework.items)
    told = {
        "key": framework.key,
        "title": framework.title,
        "brought": vars(brought),
        "subjects": [list(each) for each in subjects.most_common()],
        "problems": [problem(each) for each in framework.problems[:N_PROBLEMS]],
        "n_problems": len(framework.problems),
    }
    return {"framework": told}


def problem(found: CaseProblem) -> dict[str, str]:
    return {"where": found.where, "message": str(found.message), "hint": str(found.hint)}


def write_problems(problems: tuple[CaseProblem, ...], upload: Upload) -> None:
    """Write everything that is wrong: file, place, no column and no value, what happened and what to do."""
    with kept_out(upload).open("w", encoding="utf-8", newline="") as table:
        csv.writer(table).writerows(
            (upload.file_name, each.where, "", "", each.message, each.hint) for each in problems
        )
