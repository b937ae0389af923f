"""The studio's page as forms: everything may be left empty, only numbers and dates must be readable."""

import uuid
from collections.abc import Iterable, Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from aimline.apps.goals.actions.analysis import RATINGS, Area, NewNote
from aimline.apps.goals.actions.drafts import Content, StrategyLine
from aimline.apps.goals.queries import GroupChoice
from aimline.apps.journal.forms import Write
from aimline.apps.monitoring.actions.planning import PlanContent, Studio
from aimline.apps.monitoring.actions.proposing import CADENCE_DAYS, Look
from aimline.domain.goal import Comparison, Condition, Denominator, Stop
from aimline.domain.rule import RuleKind

COMPARISONS = [
    (Comparison.SAME_STUDENTS, _("The same students, followed over time")),
    (Comparison.SUCCESSIVE_COHORTS, _("Each year's group, compared with the one before")),
]
DENOMINATORS = [
    (Denominator.TESTED, _("Everyone who was tested")),
    (Denominator.MATCHED, _("Only students with both results")),
]
VISIBILITIES = [
    ("private", _("Only those who take part")), ("team", _("Our team and its leaders")),
    ("school", _("All staff of the school")), ("district", _("All staff of the district")),
    ("public", _("Families and council too")),
]  # fmt: skip
KINDS = [
    ("instruction", _("Instruction")), ("assessment", _("Assessment")),
    ("intervention", _("Intervention")), ("extension", _("Extension")),
]  # fmt: skip
EVIDENCE = [
    ("", _("…")), ("research", _("Research")),
    ("local_data", _("Our own data")), ("judgement", _("Professional judgement")),
]  # fmt: skip
SCALE = [("", "–"), ("0", "0"), ("1", "1"), ("2", "2"), ("3", "3")]
TWO_LINES = {"rows": 2}


def text(label: str, **more: object) -> forms.CharField:
    widget = forms.Textarea(attrs=TWO_LINES) if more.pop("long", False) else forms.TextInput()
    hint = str(more.pop("hint", ""))
    return forms.CharField(label=label, required=False, widget=widget, help_text=hint, max_length=2000)


class DayInput(forms.DateInput):
    """A date as the browser's own calendar gives it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class Draft(Write):
    """Steps 3 and 4 and the single fields of the others."""

    priority_row = forms.IntegerField(required=False)
    grades = forms.TypedMultipleChoiceField(
        label=_("Grades"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    conditions = forms.MultipleChoiceField(
        label=_("Only these students"), required=False, widget=forms.CheckboxSelectMultiple
    )
    group_label = text(_("The group in your words"), hint=_("Written for you from the choices above."))
    measure = forms.ChoiceField(label=_("Measured by"), required=False)
    baseline_given = forms.ChoiceField(label=_("Start from"), required=False)
    comparison = forms.ChoiceField(
        label=_("What is compared"), choices=COMPARISONS, required=False, widget=forms.RadioSelect
    )
    denominator = forms.ChoiceField(label=_("Who is counted"), choices=DENOMINATORS, required=False)
    result = text(_("Students will …"), hint=_("What will students be able to do? Name the skill."))
    target = forms.FloatField(label=_("Target"), required=False, widget=forms.NumberInput(attrs={"step": "any"}))
    deadline_words = text(_("By when"), hint=_("A date, or words such as “end of Q3”, “end of year”, “MOY”."))
    in_own_words = forms.BooleanField(label=_("We write the sentence ourselves"), required=False)
    own_words = text(_("The sentence in your words"), long=True)
    why = text(_("Why this goal?"), long=True, hint=_("Plain words that families understand."))
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=VISIBILITIES)
    unmet_a_reason = text(_("Why this target is right all the same"), long=True)
    proxy = forms.ChoiceField(label=_("Common assessment that shows movement sooner"), required=False)
    proxy_name = text(_("Or name one of your own"), hint=_("For example: fractions check, the same in every class."))
    cadence_days = forms.IntegerField(
        label=_("Days between looks"), required=False, min_value=1, max_value=31, initial=CADENCE_DAYS
    )
    data_looked_at = text(_("What we look at"))
    who_brings_data = text(_("Who brings the data"))
    then_on_track = text(_("We are on the line: then …"))
    then_adjust = text(_("We are below the line: then …"))
    then_intensify = text(_("We are below it again: then …"))


class NoteRow(forms.Form):
    """One line for a column of the analysis."""

    column = forms.CharField(widget=forms.HiddenInput)
    text = forms.CharField(label=_("Add a line"), required=False, max_length=1000)


class AreaRow(forms.Form):
    """An area with six ratings from 0 to 3."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("Area"), required=False, max_length=200)
    essential = forms.ChoiceField(label=_("Essential"), choices=SCALE, required=False)
    gap_size = forms.ChoiceField(label=_("Size of the gap"), choices=SCALE, required=False)
    readiness = forms.ChoiceField(label=_("Needed for the next level"), choices=SCALE, required=False)
    strategy_available = forms.ChoiceField(label=_("We know how"), choices=SCALE, required=False)
    support = forms.ChoiceField(label=_("Time and support"), choices=SCALE, required=False)
    timeline = forms.ChoiceField(label=_("Doable in time"), choices=SCALE, required=False)


class StrategyRow(forms.Form):
    """A strategy and how it differs from what was done before."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    text = forms.CharField(label=_("What we will do"), required=False, widget=forms.Textarea(attrs=TWO_LINES))
    how_it_differs = forms.CharField(label=_("What is different from before"), required=False)
    evidence_basis = forms.ChoiceField(label=_("Why we expect it to work"), choices=EVIDENCE, required=False)


class LookRow(forms.Form):
    """A date to look at data."""

    on = forms.DateField(label=_("Date"), required=False, widget=DayInput)
    name = forms.CharField(label=_("What is given"), required=False, max_length=120)
    by_proxy = forms.BooleanField(label=_("Common assessment"), required=False)


class StopRow(forms.Form):
    """A value expected on the way."""

    on = forms.DateField(label=_("Date"), required=False, widget=DayInput)
    value = forms.FloatField(label=_("Value"), required=False, widget=forms.NumberInput(attrs={"step": "any"}))


Notes = forms.formset_factory(NoteRow, extra=0)
Areas = forms.formset_factory(AreaRow, extra=0)
Strategies = forms.formset_factory(StrategyRow, extra=0)
Looks = forms.formset_factory(LookRow, extra=0)
Stops = forms.formset_factory(StopRow, extra=0)


class Page:
    """All forms of one studio page; it is sent and read as one."""

    def __init__(self, data: QueryDict | None, *, initial: Mapping[str, object], offers: "Offers") -> None:
        self.data = data
        self.offers = offers
        self.draft = Draft(data, initial=dict(initial))
        for name, choices in offers.choices().items():
            self.draft.fields[name].choices = choices  # type: ignore[attr-defined]  # every one of them is a choice
        rows = {name: initial.get(name) for name in ("notes", "areas", "strategies", "looks", "stops")}
        self.notes = Notes(data, initial=rows["notes"], prefix="notes")
        self.areas = Areas(data, initial=rows["areas"], prefix="areas")
        self.strategies = Strategies(data, initial=rows["strategies"], prefix="strategies")
        self.looks = Looks(data, initial=rows["looks"], prefix="looks")
        self.stops = Stops(data, initial=rows["stops"], prefix="stops")

    def is_valid(self) -> bool:
        """True when every number and date could be read."""
        parts = (self.draft, self.notes, self.areas, self.strategies, self.looks, self.stops)
        return all([part.is_valid() for part in parts])

    def read(self) -> Studio:
        """Return what was sent as values."""
        told = self.draft.cleaned_data
        return Studio(
            content=self.content(),
            plan=PlanContent(
                looks=self.read_looks(),
                cadence_days=told["cadence_days"] or CADENCE_DAYS,
                proxy=read_uuid(told["proxy"]),
                proxy_name=told["proxy_name"],
                data_looked_at=told["data_looked_at"],
                who_brings_data=told["who_brings_data"],
                then={kind: told[f"then_{kind}"] for kind in RuleKind},
            ),
            notes=tuple(
                NewNote(row["column"], row["text"].strip())
                for row in cleaned(self.notes)
                if row.get("text", "").strip()
            ),
            notes_taken_out=tuple(
                uuid.UUID(value) for value in (self.data.getlist("take_out") if self.data else []) if read_uuid(value)
            ),
            areas=tuple(read_area(row) for row in cleaned(self.areas)),
            priority_row=told["priority_row"],
        )

    def content(self) -> Content:
        """Return the draft's own fields as values."""
        told = self.draft.cleaned_data
        return Content(
            grades=tuple(told["grades"]),
            conditions=self.offers.conditions(told["conditions"]),
            group_label=told["group_label"],
            comparison=Comparison(told["comparison"]) if told["comparison"] else None,
            denominator=Denominator(told["denominator"] or Denominator.TESTED),
            measure=read_uuid(told["measure"]),
            baseline_given=read_uuid(told["baseline_given"]),
            result=told["result"],
            target=told["target"],
            deadline_words=told["deadline_words"],
            own_words=told["own_words"] if told["in_own_words"] else None,
            why=told["why"],
            visibility=told["visibility"],
            unmet_a_reason=told["unmet_a_reason"],
            strategies=tuple(StrategyLine(**row) for row in cleaned(self.strategies) if row),
            stops=tuple(
                Stop(row["on"], row["value"])
                for row in cleaned(self.stops)
                if row.get("on") and row.get("value") is not None
            ),
        )

    def read_looks(self) -> tuple[Look, ...]:
        rows = [row for row in cleaned(self.looks) if row.get("on")]
        return tuple(sorted((Look(**row) for row in rows), key=lambda look: look.on))


class Offers:
    """What the choices of a studio page are, for one place."""

    def __init__(
        self,
        *,
        grades: Iterable[tuple[int, str]],
        groups: Iterable[GroupChoice],
        measures: Iterable[tuple[str, str]],
        administrations: Iterable[tuple[str, str]],
        proxies: Iterable[tuple[str, str]],
    ) -> None:
        self.groups = tuple(groups)
        self.grades, self.measures = tuple(grades), tuple(measures)
        self.administrations, self.proxies = tuple(administrations), tuple(proxies)

    def choices(self) -> dict[str, list[tuple[object, object]]]:
        """Return the choices by field."""
        return {
            "grades": list(self.grades),
            "conditions": [(str(group.uuid), f"{group.attribute}: {group.value}") for group in self.groups],
            "measure": [("", _("Choose a measure")), *self.measures],
            "baseline_given": [("", _("The newest results")), *self.administrations],
            "proxy": [("", _("None")), *self.proxies],
        }

    def conditions(self, chosen: Iterable[str]) -> tuple[Condition, ...]:
        """Return chosen groups as conditions: values of one attribute belong together."""
        wanted = set(chosen)
        values: dict[str, set[str]] = {}
        for group in self.groups:
            if str(group.uuid) in wanted:
                values.setdefault(group.attribute, set()).add(group.value)
        return tuple(Condition(attribute, frozenset(found)) for attribute, found in values.items())


class Purpose(Write):
    """A purpose goal: words only."""

    title = forms.CharField(label=_("What we hope for"), required=False, max_length=200)
    meaning = forms.CharField(
        label=_("What would be different for a child?"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    why = forms.CharField(
        label=_("Why it matters, and to whom"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=VISIBILITIES)


class Reason(Write):
    """A leader's word on a goal."""

    words = forms.CharField(label=_("Your words"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class Start(Write):
    """Which kind of goal is begun."""

    layer = forms.ChoiceField(choices=[("progress", ""), ("purpose", "")])


def cleaned(rows: forms.BaseFormSet[forms.Form]) -> list[dict[str, object]]:
    return [row.cleaned_data for row in rows]


def read_area(row: Mapping[str, object]) -> Area:
    ratings = tuple((name, int(str(row[name])) if row.get(name) else None) for name in RATINGS)
    found = row.get("uuid")
    return Area(found if isinstance(found, uuid.UUID) else None, str(row.get("name") or ""), ratings)


def read_uuid(value: str) -> uuid.UUID | None:
    """Return an id that came in a form, or none for anything else."""
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
