"""What a pull has read comes in as a file would: kept, looked at, held or stored, journaled, withdrawable."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aimline.apps.connections.actions.lease import Lease
from aimline.apps.connections.models import Connection, Pull
from aimline.apps.intake import actions, queries
from aimline.apps.intake.models import Upload, UploadState
from aimline.apps.organizations.policy import Viewer
from aimline.domain.refusal import AimlineError
from aimline.exchange import mapping_file
from aimline.exchange.mapping import Mapping as Meaning
from aimline.exchange.pull.wanted import Files

OPEN = (UploadState.RECEIVED, UploadState.STAGING, UploadState.STAGED, UploadState.REFUSED)
MANY_NEW_SHARE = 0.1


def bring(viewer: Viewer, connection: Connection, lease: Lease, files: Files) -> str:
    """Bring both files in, the roster first; returns what came of it in words.

    Each is stored only while the pull is still ours; raises what renewing the lease raises.
    """
    told = []
    if files.roster is not None:
        upload = bring_roster(viewer, connection, files.roster)
        keep(viewer, lease, upload, "roster_uuid")
        told.append(after_roster(viewer, connection, upload))
        upload.refresh_from_db()
        if "results" in upload.report:
            results = Upload.objects.get(uuid=upload.report["results"])
            keep(viewer, lease, results, "results_uuid")
            told.append(after_results(viewer, connection, results))
    if files.results is not None and files.mapping is not None:
        upload = bring_results(viewer, connection, files.results, files.mapping)
        keep(viewer, lease, upload, "results_uuid")
        told.append(after_results(viewer, connection, upload))
    elif connection.wants_results and files.roster is None:
        told.append(_("There are no new results."))
    put_aside_older(viewer, connection, lease.pull)
    return " ".join(told)


def keep(viewer: Viewer, lease: Lease, upload: Upload, name: str) -> None:
    """Note in the pull which import it made; where the pull is no longer ours, the import is put aside."""
    try:
        lease.renew(**{name: upload.uuid})
    except AimlineError:
        actions.discard(viewer, upload, version=upload.version)
        raise


def bring_roster(viewer: Viewer, connection: Connection, path: Path) -> Upload:
    """Keep the bundle and find what it would change."""
    name = f"{connection.name} {viewer.today.isoformat()}.zip"
    with path.open("rb") as file, actions.kept(viewer, name, file, place=connection.district) as upload:
        actions.enter_roster(viewer, upload)
    return actions.look_at_roster(viewer, upload)


def after_roster(viewer: Viewer, connection: Connection, upload: Upload) -> str:
    """Store a roster where that may happen by itself; one that says nothing new is put aside."""
    if upload.state != UploadState.STAGED:
        return _("The roster could not be used: %(why)s") % {"why": upload.message}
    told = upload.report["roster"]["told"]
    if told["is_empty"] and not told["n_undecided"]:
        if told["gradebook"]["n_results"] and not told["has_gradebook"]:
            actions.store_roster(viewer, upload, version=upload.version, confirm_leavers=False)
        else:
            actions.discard(viewer, upload, version=upload.version)
        return _("The roster says nothing new.")
    if told["doubts"]:
        return _("The roster waits for you: keys or numbers differ from those here by zeros before them.")
    if told["other_names"]:
        return _("The roster waits for you: its district or schools have other names here.")
    if told["leavers"]:
        return _("The roster waits for you: more than a tenth would leave.")
    if told["n_undecided"] or told["n_passed"]:
        return _("The roster waits for you: numbers or keys that belong to other students here.")
    if not connection.stores_by_itself or told["problems"] or brings_many(told["counts"]):
        return _("The roster waits to be looked at.")
    try:
        actions.store_roster(viewer, upload, version=upload.version, confirm_leavers=False)
    except AimlineError as refusal:
        return _("The roster waits for you: %(why)s") % {"why": refusal.message}
    return _("The roster is stored.")


def brings_many(counts: Mapping[str, Mapping[str, int]]) -> bool:
    """True where a roster brings a school nobody knew, or many students nobody knew."""
    students = counts["students"]
    return counts["schools"]["new"] > 0 or students["new"] > MANY_NEW_SHARE * sum(students.values())


def bring_results(viewer: Viewer, connection: Connection, path: Path, mapping: Meaning) -> Upload:
    """Keep the table, say what its columns mean, and check every row."""
    name = f"{connection.name} {viewer.today.isoformat()}.csv"
    with path.open("rb") as file, actions.kept(viewer, name, file, place=connection.district) as upload:
        actions.enter(viewer, upload)
    if upload.state == UploadState.REFUSED:
        return upload
    text = mapping_file.dump(as_corrected(viewer, upload, mapping))
    upload = actions.map_columns(viewer, upload, text, version=upload.version)
    return actions.stage(viewer, upload)


def as_corrected(viewer: Viewer, upload: Upload, mapping: Meaning) -> Meaning:
    """Keep what people corrected in the mapping of an earlier pull, and add the tests it does not know."""
    earlier, _ = queries.earlier_mapping(viewer, upload, queries.first_look(upload))
    if earlier is None or earlier.source != mapping.source:
        return mapping
    known = {measure.value for measure in earlier.measures}
    ignored = set(earlier.ignore_measures) | {word for word in mapping.ignore_measures if word not in known}
    added = [one for one in mapping.measures if one.value not in known | ignored]
    return dataclasses.replace(
        earlier, measures=(*earlier.measures, *added), ignore_measures=tuple(sorted(ignored)), status=mapping.status
    )


def after_results(viewer: Viewer, connection: Connection, upload: Upload) -> str:
    """Store results where that may happen by itself; a table that is here already is put aside."""
    if upload.state == UploadState.DISCARDED:
        return _("There are no new results.")
    if upload.state != UploadState.STAGED:
        return _("The results could not be used: %(why)s") % {"why": upload.message}
    report = upload.report
    compared = report["compared"]
    if queries.same_file(viewer, upload) is not None:
        actions.discard(viewer, upload, version=upload.version)
        return _("There are no new results.")
    if not (compared["n_new"] or compared["n_changed"]):
        return nothing_new(viewer, upload, report["counts"]["n_wrong"])
    if not connection.stores_by_itself or stands_out(upload):
        return _("The results wait to be looked at.")
    try:
        actions.commit(viewer, upload, version=upload.version)
    except AimlineError as refusal:
        return _("The results wait for you: %(why)s") % {"why": refusal.message}
    return _("The results are stored.")


def nothing_new(viewer: Viewer, upload: Upload, n_wrong: int) -> str:
    """Put aside a table that is here already; one whose results had to be left out waits, so that people see why."""
    if not n_wrong:
        actions.discard(viewer, upload, version=upload.version)
        return _("There are no new results.")
    told = ngettext(
        "%(n)s result had to be left out, and nothing else is new: its import says why.",
        "%(n)s results had to be left out, and nothing else is new: their import says why.",
        n_wrong,
    )
    return told % {"n": n_wrong}


def stands_out(upload: Upload) -> bool:
    """True where a person should look first: rows to mend, places or many students nobody knew, something asked."""
    report = upload.report
    asked = ("in_the_way", "asks", "left", "warnings", "new_districts", "new_schools", "problem_counts", "doubts")
    many = report["n_new_students"] > MANY_NEW_SHARE * report["n_students"]
    return many or any(report.get(name) for name in asked)


def put_aside_older(viewer: Viewer, connection: Connection, pull: Pull) -> None:
    """Put aside what earlier pulls brought and nobody stored: this one says the same and more."""
    for name in ("roster_uuid", "results_uuid"):
        if getattr(pull, name) is None:
            continue
        older = Pull.objects.filter(connection=connection).exclude(pk=pull.pk).values_list(name, flat=True)
        for upload in Upload.objects.filter(uuid__in=[one for one in older if one], state__in=OPEN):
            actions.discard(viewer, upload, version=upload.version)
