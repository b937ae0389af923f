"""A class by counts alone: no names, a few numbers, and the way of any import."""

from io import BytesIO

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from aimline.apps.accounts.policy import Door, door
from aimline.apps.intake import actions, policy, queries
from aimline.apps.intake.forms.class_count import ClassCount
from aimline.apps.intake.pages import class_count as pages
from aimline.apps.intake.queries import classes
from aimline.apps.intake.views.sending import write
from aimline.apps.journal.actions import Outcome
from aimline.apps.organizations.models import Unit
from aimline.apps.organizations.policy import Request


@require_http_methods(["GET", "POST"])
@door(Door.SIGNED_IN, "intake.type")
def count_class(request: Request) -> HttpResponse:
    """Take how many students of a class stood where."""
    policy.require_class(request.viewer)
    places = list(policy.classes(request.viewer))
    asked = request.POST or request.GET
    place = queries.chosen_class(places, asked.get("class") or "")
    tests = classes.countable(request.viewer, place)
    test = next((each for each in tests if str(each.measure.uuid) == asked.get("test")), None)
    today, names = request.viewer.today, classes.names(request.viewer, place)
    if request.method == "POST" and "fields" not in request.POST:
        form = ClassCount(request.POST, test=test, names=names, today=today)
        if form.is_valid():
            return redirect(bring(request, place, form).location)
    else:
        typed = request.POST.dict() if request.POST else pages.initial(today, place)
        form = ClassCount(initial=typed, test=test, names=names, today=today)
    page = pages.class_count_page(places, place, tests, form, classes.subjects(request.viewer, place))
    return render(request, "intake/class_count.html", {"page": page}, status=422 if form.errors else 200)


def bring(request: Request, place: Unit, form: ClassCount) -> Outcome:
    """Make a small file of the counts, and let them be looked over like any other."""
    given, known = form.cleaned_data, form.test.measure if form.test else None
    counted = actions.class_counts.Counted(
        measure=known.pk if known else 0, name=known.name if known else given["name"],
        subject=known.subject if known else given["subject"], given_on=given["given_on"].isoformat(), n=given["n"],
        n_met=given["n_met"], n_not_tested=given["n_not_tested"] or 0, at_levels=given.get("at_levels", ()),
        proficient_from=given.get("proficient_from", ""),
    )  # fmt: skip
    table = actions.class_counts.table(counted)
    name = f"{counted.name} {counted.given_on}.csv"
    with actions.kept(request.viewer, name, BytesIO(table), place=place) as upload:

        def perform() -> str:
            actions.class_counts.enter(request.viewer, upload, counted)
            return reverse("import", args=[upload.uuid])

        content = {"place": str(place.uuid), "counted": vars(counted)}
        return write(request.viewer, form, "count", content, perform)
