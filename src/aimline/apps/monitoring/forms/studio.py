"""The studio's page as forms: everything may be left empty, only numbers and dates must be readable."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from aimline.apps.goals.actions.analysis import RATINGS, Area, NewNote
from aimline.apps.goals.actions.drafts import Content, StrategyLine
from aimline.apps.goals.actions.locking import LEAVES, LIMIT
from aimline.apps.goals.queries import GroupChoice
from aimline.apps.journal.forms import Write
from aimline.apps.monitoring.actions.planning import PlanContent, Studio
from aimline.apps.monitoring.actions.proposing import CADENCE_DAYS, Look
from aimline.domain.goal import Comparison, Condition, Stop
from aimline.domain.limits import REASON_LENGTH
from aimline.domain.rule import RuleKind, Way

COMPARISONS = [
    (Comparison.SAME_STUDENTS, _("The same students, followed over time: all with a result at the start")),
    (Comparison.SUCCESSIVE_COHORTS, _("Each year's group, compared with the one before: everyone who was tested")),
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
WAYS = [
    ("", _("By what fits this measure")),
    (Way.CHECKS, _("One reading below the line by more than chance, then two in a row, or a stop that was missed")),
    (Way.TWO_BELOW, _("Two readings in a row below the line")),
    (Way.FOUR_BELOW, _("Four readings in a row below the line")),
    (Way.TREND, _("The trend: where going on like this ends")),
    (Way.CHANCE, _("The chance of the target, from all readings together (four at least)")),
    (Way.GAP, _("The gap between two groups closes (shares who reach the level, 20 at least on each side)")),
]
SCALE = [("", "–"), ("0", "0"), ("1", "1"), ("2", "2"), ("3", "3")]
TWO_LINES = {"rows": 2}


line = partial(forms.CharField, required=False, max_length=2000)
paragraph = partial(line, widget=forms.Textarea(attrs=TWO_LINES))


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
    group_label = line(
        label=_("The group in your words"),
        help_text=_("Written for you from the choices above; “all students” if you choose none."),
    )
    standards = forms.MultipleChoiceField(
        label=_("The standards behind it"),
        required=False,
        help_text=_("Choose one or several: hold Control (on a Mac, Command) to choose more than one."),
        widget=forms.SelectMultiple(attrs={"size": "6"}),
    )
    find_standards = line(
        label=_("Find other standards"), max_length=100,
        help_text=_("A code or some words; the list above then shows those that have them, of every grade."),
    )  # fmt: skip
    measure = forms.ChoiceField(label=_("Measured by"), required=False)
    baseline_given = forms.ChoiceField(label=_("Start from"), required=False)
    comparison = forms.ChoiceField(
        label=_("What is compared"), choices=COMPARISONS, required=False, widget=forms.RadioSelect
    )
    result = line(label=_("Students will …"), help_text=_("What will students be able to do? Name the skill."))
    target = forms.FloatField(label=_("Target"), required=False, widget=forms.NumberInput(attrs={"step": "any"}))
    deadline_words = line(label=_("By when"), help_text=_("A date, or words such as “end of Q3” or “end of year”."))
    in_own_words = forms.BooleanField(label=_("We write the sentence ourselves"), required=False)
    own_words = paragraph(label=_("The sentence in your words"))
    why = paragraph(label=_("Why this goal?"), help_text=_("Plain words that families understand."))
    visibility = forms.ChoiceField(label=_("Who may see it"), choices=VISIBILITIES)
    unmet_a_reason = paragraph(label=_("Why this target is right all the same"))
    proxy = forms.ChoiceField(label=_("Common assessment that shows movement sooner"), required=False)
    proxy_name = line(label=_("Or name one of your own"), help_text=_("The same in every class, for example."))
    cadence_days = forms.IntegerField(
        label=_("Days between looks"), required=False, min_value=1, max_value=31, initial=CADENCE_DAYS
    )
    data_looked_at = line(label=_("What we look at"))
    who_brings_data = line(label=_("Who brings the data"))
    way = forms.ChoiceField(
        label=_("How we tell that something must change"), choices=WAYS, required=False, widget=forms.RadioSelect
    )
    gap_group = forms.ChoiceField(
        label=_("Whose gap"),
        required=False,
        help_text=_("Only for the gap: this group is held against all other students of the goal."),
    )
    then_on_track = line(label=_("We are on the line: then …"))
    then_adjust = line(label=_("We are below the line: then …"))
    then_intensify = line(label=_("We are below it again: then …"))

    def clean(self) -> dict[str, object]:
        """Ask for the group where the team goes by a gap; the rule would watch nobody."""
        told = self.cleaned_data
        if told.get("way") == Way.GAP and not told.get("gap_group") and "gap_group" not in self.errors:
            self.add_error("gap_group", _("Choose the group whose gap you watch, or another rule."))
        return told


class NoteRow(forms.Form):
    """One line for a column of the analysis."""

    column = forms.CharField(widget=forms.HiddenInput)
    text = forms.CharField(label=_("Add a line"), required=False, max_length=1000)

    def read(self) -> NewNote | None:
        """Return the line, or none where nothing was typed."""
        words = self.cleaned_data["text"].strip()
        return NewNote(self.cleaned_data["column"], words) if words else None


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

    def read(self) -> Area:
        """Return the area with those ratings that were given."""
        told = self.cleaned_data
        ratings = tuple((name, int(told[name]) if told[name] else None) for name in RATINGS)
        return Area(told["uuid"], told["name"], ratings)


class StrategyRow(forms.Form):
    """A strategy and how it differs from what was done before."""

    uuid = forms.UUIDField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    text = forms.CharField(label=_("What we will do"), required=False, widget=forms.Textarea(attrs=TWO_LINES))
    how_it_differs = forms.CharField(label=_("What is different from before"), required=False)
    evidence_basis = forms.ChoiceField(label=_("Why we expect it to work"), choices=EVIDENCE, required=False)

    def read(self) -> StrategyLine:
        """Return the strategy; an empty text takes it away."""
        return StrategyLine(**self.cleaned_data)


class LookRow(forms.Form):
    """A date to look at data."""

    on = forms.DateField(label=_("Date"), required=False, widget=DayInput)
    name = forms.CharField(label=_("What is given"), required=False, max_length=120)
    by_proxy = forms.BooleanField(label=_("Common assessment"), required=False)

    def read(self) -> Look | None:
        """Return the look, or none without a date."""
        return Look(**self.cleaned_data) if self.cleaned_data["on"] else None


class StopRow(forms.Form):
    """A value expected on the way."""

    on = forms.DateField(label=_("Date"), required=False, widget=DayInput)
    value = forms.FloatField(label=_("Value"), required=False, widget=forms.NumberInput(attrs={"step": "any"}))

    def read(self) -> Stop | None:
        """Return the stop, or none while date or value is missing."""
        told = self.cleaned_data
        return Stop(told["on"], told["value"]) if told["on"] and told["value"] is not None else None


Notes = forms.formset_factory(NoteRow, extra=0)
Areas = forms.formset_factory(AreaRow, extra=0)
Strategies = forms.formset_factory(StrategyRow, extra=0)
Looks = forms.formset_factory(LookRow, extra=0)
Stops = forms.formset_factory(StopRow, extra=0)


Row = dict[str, object]


@dataclass(frozen=True)
class Filled:
    """What stands in a page's fields and rows before anybody types."""

    fields: Mapping[str, object]
    notes: Sequence[Row] = ()
    areas: Sequence[Row] = ()
    strategies: Sequence[Row] = ()
    looks: Sequence[Row] = ()
    stops: Sequence[Row] = ()


EMPTY = Filled({})


class Page:
    """All forms of one studio page; it is sent and read as one."""

    def __init__(self, data: QueryDict | None, *, filled: Filled = EMPTY, offers: "Offers") -> None:
        self.data = data
        self.offers = offers
        self.draft = Draft(data, initial=dict(filled.fields))
        for name, choices in offers.choices().items():
            self.draft.fields[name].choices = choices  # type: ignore[attr-defined]  # every one of them is a choice
        self.notes = Notes(data, initial=filled.notes, prefix="notes")
        self.areas = Areas(data, initial=filled.areas, prefix="areas")
        self.strategies = Strategies(data, initial=filled.strategies, prefix="strategies")
        self.looks = Looks(data, initial=filled.looks, prefix="looks")
        self.stops = Stops(data, initial=filled.stops, prefix="stops")

    def is_valid(self) -> bool:
        """True when every number and date could be read."""
        parts = (self.draft, self.notes, self.areas, self.strategies, self.looks, self.stops)
        return all([part.is_valid() for part in parts])

    def can_be_tested(self) -> bool:
        """True when what `content` reads could be read; the other rows of the page are not looked at."""
        return all([part.is_valid() for part in (self.draft, self.strategies, self.stops)])

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
                way=Way(told["way"]) if told["way"] else None,
                gap_group=next(iter(self.offers.conditions([told["gap_group"]])), None),
            ),
            notes=tuple(note for row in self.notes if (note := row.read())),
            notes_taken_out=tuple(
                uuid.UUID(value) for value in (self.data.getlist("take_out") if self.data else []) if read_uuid(value)
            ),
            areas=tuple(row.read() for row in self.areas),
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
            standards=tuple(map(uuid.UUID, told["standards"])),
            measure=read_uuid(told["measure"]),
            baseline_given=read_uuid(told["baseline_given"]),
            result=told["result"],
            target=told["target"],
            deadline_words=told["deadline_words"],
            own_words=told["own_words"] if told["in_own_words"] else None,
            why=told["why"],
            visibility=told["visibility"],
            unmet_a_reason=told["unmet_a_reason"],
            strategies=tuple(row.read() for row in self.strategies),
            stops=tuple(stop for row in self.stops if (stop := row.read())),
        )

    def read_looks(self) -> tuple[Look, ...]:
        looks = [look for row in self.looks if (look := row.read())]
        return tuple(sorted(looks, key=lambda look: look.on))


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
        standards: Iterable[tuple[str, str]] = (),
        finds_standards: bool = False,
    ) -> None:
        self.groups = tuple(groups)
        self.grades, self.measures, self.standards = tuple(grades), tuple(measures), tuple(standards)
        self.finds_standards = finds_standards
        self.administrations, self.proxies = tuple(administrations), tuple(proxies)

    def choices(self) -> dict[str, list[tuple[object, object]]]:
        """Return the choices by field."""
        groups: list[tuple[object, object]] = [
            (str(group.uuid), f"{group.attribute}: {group.value}") for group in self.groups
        ]
        return {
            "grades": list(self.grades),
            "conditions": groups,
            "gap_group": [("", _("None")), *groups],
            "standards": list(self.standards),
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

    words = forms.CharField(
        label=_("Your words"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=format_lazy(_("To send a goal back: one sentence, {n} characters at least."), n=REASON_LENGTH),
    )  # fmt: skip

    def ask_for_sentence(self) -> None:
        """Keep what was typed and say beside the field what it still needs."""
        asked = _("Others will read these words; {n} characters at least make a sentence. Yours are kept here.")
        self.add_error("words", format_lazy(asked, n=REASON_LENGTH))


class Leave(Reason):
    """A leader's leave to go past one rule, with the reason that is shown on the goal."""

    words = forms.CharField(
        label=_("Your words"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=format_lazy(_("One sentence, {n} characters at least."), n=REASON_LENGTH),
    )  # fmt: skip
    rule = forms.ChoiceField(choices=[(rule, rule) for rule in LEAVES], required=False, widget=forms.HiddenInput)

    def clean_rule(self) -> str:
        return self.cleaned_data["rule"] or LIMIT


class Start(Write):
    """Which kind of goal is begun."""

    layer = forms.ChoiceField(choices=[("progress", ""), ("purpose", "")])


def read_uuid(value: str) -> uuid.UUID | None:
    """Return an id that came in a form, or none for anything else."""
    try:
        return uuid.UUID(value)
    except ValueError:
        return None
