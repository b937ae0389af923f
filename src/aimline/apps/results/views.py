"""Where students stand."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from aimline.apps.accounts.policy import Door, door
from aimline.apps.organizations.policy import Request, may_import
from aimline.apps.results import pages
from aimline.apps.results.queries import generation
from aimline.apps.results.queries.naming import measures
from aimline.apps.results.queries.reality import measures_and_grades, readable_schools, results_of
from aimline.apps.results.queries.stock import stocks
from aimline.apps.results.queries.tables import Question


@require_GET
@door(Door.SIGNED_IN, "data.see")
def show_data(request: Request) -> HttpResponse:
    """Show where a school's students stand, the largest gaps first."""
    viewer = request.viewer
    schools = readable_schools(viewer)
    school = pages.chosen_school(viewer, schools, request.GET.get("school", ""))
    if school is None:
        return render(
            request, "results/data.html", {"page": pages.nothing_chosen(viewer, schools, stocks(viewer, schools))}
        )
    made = generation(school.district or school)
    rows = results_of(viewer, school, made)
    with_results, grades = measures_and_grades(rows)
    offered = [each for each in measures(viewer, school.district or school) if each.pk in with_results]
    if not offered:
        page = pages.no_results(schools, school, may_import=may_import(viewer, school))
        return render(request, "results/data.html", {"page": page})
    question = Question(
        school=school,
        measure=pages.chosen_measure(viewer, offered, request.GET.get("measure", "")),
        grade=pages.chosen_grade(viewer, school, grades, request.GET.get("grade", "")),
        generation=made,
    )
    page = pages.data(viewer, schools, offered, grades, question, rows)
    return render(request, "results/data.html", {"page": page})
