"""What the keeper of a connection fills in."""

from collections.abc import Sequence
from typing import Any  # Django hands forms their arguments as they come

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from aimline.apps.connections.actions import Given
from aimline.apps.connections.models import Connection, Kind, Schedule
from aimline.apps.journal.forms import Write
from aimline.apps.organizations.models import Unit
from aimline.domain.refusal import AimlineError
from aimline.exchange.pull import wanted
from aimline.exchange.pull.outgoing import Doors

KINDS = [(Kind.ONEROSTER, _("OneRoster 1.2 (rosters)")), (Kind.ED_FI, _("Ed-Fi, Data Standard 4 or 5"))]
SCHEDULES = [
    (Schedule.BY_HAND, _("Only when somebody asks")),
    (Schedule.DAILY, _("Every day")),
    (Schedule.WEEKLY, _("Every week")),
]
NO_MANAGER = {"autocomplete": "off", "spellcheck": "false"}


class Settings(Write):
    """A connection: where, as whom, what, how often. `stored` is the one that is changed, if there is one."""

    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("Any name you will know again."))
    district = forms.ChoiceField(label=_("District"))
    kind = forms.ChoiceField(label=_("What does the other system speak?"), choices=KINDS)
    address = forms.CharField(
        label=_("Address"), max_length=300, widget=forms.TextInput(attrs={"inputmode": "url", **NO_MANAGER}),
        help_text=_("As the other system gives it, beginning with https://. No other host is ever asked."),
    )  # fmt: skip
    token_address = forms.CharField(
        label=_("Address for signing in"), max_length=300, required=False,
        widget=forms.TextInput(attrs={"inputmode": "url", **NO_MANAGER}),
        help_text=_("Also called token URL. For Ed-Fi it may stay empty: then it is the usual one."),
    )  # fmt: skip
    client_key = forms.CharField(
        label=_("Key"), max_length=200, widget=forms.TextInput(attrs=NO_MANAGER),
        help_text=_("Also called client id."),
    )  # fmt: skip
    secret = forms.CharField(
        label=_("Secret"), max_length=500, required=False, strip=True,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("It is kept encrypted and never shown again."),
    )  # fmt: skip
    wants_roster = forms.BooleanField(label=_("Schools, students and who goes where"), required=False)
    wants_demographics = forms.BooleanField(
        label=_("Demographics of students (OneRoster)"), required=False,
        help_text=_("Only sex and race or ethnicity are read, to compare groups."),
    )  # fmt: skip
    wants_results = forms.BooleanField(
        label=_("Results: of assessments (Ed-Fi), of gradebooks (OneRoster)"), required=False
    )
    schedule = forms.ChoiceField(label=_("How often?"), choices=SCHEDULES)
    stores_by_itself = forms.BooleanField(
        label=_("Store what comes without asking, unless something stands out"), required=False,
        help_text=_("More than a tenth of leavers, rows to mend, new places or many new students always wait for you."),
    )  # fmt: skip
    system = forms.CharField(
        label=_("Name of the student information system"), max_length=50, required=False,
        help_text=_("Where its roster came in as a file before: the name it had there. Else leave it empty."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, districts: Sequence[Unit], stored: Connection | None, **kwargs: Any
    ) -> None:  # Any: as above
        super().__init__(*args, **kwargs)
        self.stored = stored
        self.fields["district"].choices = [(str(one.uuid), one.name) for one in districts]  # type: ignore[attr-defined]  # a choice field has choices
        if len(districts) == 1 or stored is not None:
            self.fields["district"].widget = forms.HiddenInput()
        if stored is not None:
            self.fields["secret"].help_text = _("Leave it empty to keep the one there is; it is never shown.")
        self.fields["secret"].required = stored is None

    def clean(self) -> dict[str, Any]:  # Any: as Django keeps it
        """Ask what can be known without asking the other system."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        is_ed_fi = given["kind"] == Kind.ED_FI
        if not is_ed_fi:
            given["wants_roster"] = True  # results of a gradebook mean nothing without the students
            if not given["token_address"]:
                self.add_error("token_address", _("OneRoster has no usual place to sign in: write its token URL."))
        else:
            given["wants_demographics"] = False
            if not (given["wants_roster"] or given["wants_results"]):
                self.add_error("wants_roster", _("Choose what to bring: the schools and students, results, or both."))
        for name in ("address", "token_address"):
            self.check_address(name, given)
        return given

    def check_address(self, name: str, given: dict[str, Any]) -> None:  # Any: as above
        """Refuse what may not be asked; only the address of the data has to be of the version we read."""
        if not given.get(name):
            return
        asked = wanted.Wanted(wanted.Kind(given["kind"]), given[name], given[name])
        try:
            if name == "address":
                asked.resources()
            Doors(asked.hosts, settings.PRIVATE_HOSTS).parts(given[name])
        except AimlineError as refusal:
            self.add_error(name, f"{refusal.message} {refusal.hint}")

    @property
    def given(self) -> Given:
        """Return what was filled in; for valid forms only."""
        filled = self.cleaned_data
        kind = Kind(filled["kind"])
        system = filled["system"] or {Kind.ONEROSTER: "OneRoster", Kind.ED_FI: "Ed-Fi"}[kind]
        plain = ("name", "address", "token_address", "client_key", "secret", "wants_roster", "wants_demographics",
                 "wants_results", "stores_by_itself")  # fmt: skip
        return Given(
            kind=kind, schedule=Schedule(filled["schedule"]), system=system, **{name: filled[name] for name in plain}
        )


def initial_of(connection: Connection) -> dict[str, object]:
    """Return what a form about a connection begins with; never its secret."""
    shown = ("name", "kind", "address", "token_address", "client_key", "wants_roster", "wants_demographics",
             "wants_results", "schedule", "stores_by_itself", "system", "version")  # fmt: skip
    return {name: getattr(connection, name) for name in shown} | {"district": str(connection.district.uuid)}
