"""A framework of standards on its way through the pages: kept, looked at in the background, stored on demand."""

import csv
from collections import Counter
from collections.abc import Mapping

from django.conf import settings
from django.db import transaction

from aimline.apps.intake.actions.folders import kept_out
from aimline.apps.intake.actions.receiving import NotOpen, check_open, note, settle
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.journal.actions import StaleVersion
from aimline.apps.organizations.policy import Viewer
from aimline.apps.standards import actions as standards
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say
from aimline.exchange import case_file
from aimline.exchange.case_file import CaseProblem, CaseUnreadable, Framework

KIND: Mapping[str, object] = {"framework": {}}
N_PROBLEMS = 200


class FrameworkStays(AimlineError):
    """Standards are never taken back: goals may cite them."""

    def __init__(self) -> None:
        super().__init__(
            "framework-stays",
            say("Standards stay, because goals may cite them."),
            say(
                "Bring the framework of before in once more: its words count again, and what is not in it is set aside."
            ),
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
    found = standards.compare(viewer, upload.place, framework)
    return settle(upload, UploadState.STAGED, report_of(framework, found), "")


def store(viewer: Viewer, upload: Upload, *, version: int) -> Upload:
    """Store what was shown; where the district's standards changed meanwhile, show what it would change now."""
    fresh = Upload.objects.select_related("place__district").get(pk=upload.pk)
    check_open(viewer, fresh)
    if fresh.state != UploadState.STAGED:
        raise NotOpen(fresh.state)
    if fresh.version != version:
        raise StaleVersion(theirs={"state": fresh.state}, yours={"state": UploadState.STAGED})
    framework = case_file.read(settings.DATA / fresh.path)
    assert fresh.place is not None
    with transaction.atomic():
        standards.hold(fresh.place)
        found = standards.compare(viewer, fresh.place, framework)
        report = report_of(framework, found)
        if report != fresh.report:
            moved = say("The district's standards changed since. Look once more, then store it.")
            return settle(fresh, UploadState.STAGED, report, str(moved))
        standards.store(viewer, fresh.place, framework, found)
        note(viewer, "commit import", fresh)
        return settle(fresh, UploadState.COMMITTED, report, "")


def report_of(framework: Framework, found: standards.Difference) -> dict[str, object]:
    """Write what a framework holds and would change as plain values."""
    subjects = Counter(item.subject for item in framework.items)
    told = {
        "title": framework.title,
        "brought": vars(found.brought),
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
