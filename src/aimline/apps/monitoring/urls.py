"""Addresses of goals."""

from django.urls import URLPattern, path

from aimline.apps.monitoring.views import adding, adjust, amend, check_in, close, goal, studio, values

urlpatterns: list[URLPattern] = [
    path("", goal.goals, name="goals"),
    path("<uuid:goal_uuid>/", goal.goal, name="goal"),
    path("<uuid:goal_uuid>/adds-up/", adding.adds_up, name="goal-adds-up"),
    path("<uuid:goal_uuid>/sheet.pdf", values.sheet, name="goal-sheet"),
    path("<uuid:goal_uuid>/values.csv", values.table, name="goal-table"),
    path("<uuid:goal_uuid>/values.json", values.data, name="goal-data"),
    path("<uuid:goal_uuid>/check-in/", check_in.check_in, name="goal-check-in"),
    path("<uuid:goal_uuid>/check-in/<uuid:check_in_uuid>/answer/", check_in.answer, name="goal-answer"),
    path("<uuid:goal_uuid>/adjust/", adjust.adjust, name="goal-adjust"),
    path("<uuid:goal_uuid>/amend/", amend.amend, name="goal-amend"),
    path("<uuid:goal_uuid>/correct/", amend.correct, name="goal-correct"),
    path("<uuid:goal_uuid>/corrections/<uuid:amendment_uuid>/", amend.decide, name="goal-decide"),
    path("<uuid:goal_uuid>/close/", close.close, name="goal-close"),
    path("<uuid:goal_uuid>/carry-forward/", close.carry_forward, name="goal-carry-forward"),
    path("<uuid:goal_uuid>/put-away/", close.put_away, name="goal-put-away"),
    path("<uuid:goal_uuid>/cancel/", close.cancel, name="goal-cancel"),
    path("new/<uuid:unit_uuid>/", studio.start, name="goal-new"),
    path("<uuid:goal_uuid>/studio/", studio.studio, name="studio"),
    path("<uuid:goal_uuid>/studio/check/", studio.check, name="studio-check"),
    path("<uuid:goal_uuid>/studio/review/", studio.review, name="studio-review"),
    path("<uuid:goal_uuid>/studio/override/", studio.override, name="studio-override"),
]
