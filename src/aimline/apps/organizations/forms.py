"""Forms about places and people."""

from collections.abc import Iterable

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from aimline.apps.journal.forms import Write
from aimline.apps.organizations.models import Role, UnitKind
from aimline.apps.organizations.policy import ROLES_AT

ROLE_NAMES = {
    Role.INSTALLATION_STEWARD: _("Installation steward"),
    Role.DISTRICT_LEADER: _("District leader"),
    Role.DATA_STEWARD: _("Data steward"),
    Role.PRINCIPAL: _("Principal"),
    Role.VICE_PRINCIPAL: _("Vice-principal"),
    Role.LEADERSHIP_TEAM: _("Leadership team member"),
    Role.TEAM_LEAD: _("Team lead"),
    Role.TEACHER: _("Teacher"),
    Role.SUPPORT_TEACHER: _("Support teacher"),
    Role.COACH: _("Coach"),
    Role.STUDENT: _("Student"),
    Role.PARENT: _("Parent or guardian"),
    Role.COUNCIL_MEMBER: _("Parent council member"),
    Role.OBSERVER: _("Observer"),
}
KIND_NAMES = {
    UnitKind.DISTRICT: _("District"),
    UnitKind.SCHOOL: _("School"),
    UnitKind.TEAM: _("Team"),
    UnitKind.CLASSROOM: _("Classroom"),
}
BELOW = {
    UnitKind.DISTRICT: (UnitKind.SCHOOL, UnitKind.TEAM),
    UnitKind.SCHOOL: (UnitKind.TEAM, UnitKind.CLASSROOM),
    UnitKind.TEAM: (),
    UnitKind.CLASSROOM: (),
}
GRADES = [(-1, _("Pre-K")), (0, _("Kindergarten")), *((n, _("Grade %(n)d") % {"n": n}) for n in range(1, 13))]


class AddPlace(Write):
    """A place below another one; `kinds` are the kinds that may stand there."""

    kind = forms.ChoiceField(label=_("What is it?"))
    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.CharField(
        label=_("Code"), max_length=60, required=False, help_text=_("As it stands in your results files, if it does.")
    )
    grades = forms.TypedMultipleChoiceField(
        label=_("Grades"), choices=GRADES, coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, kinds: Iterable[UnitKind], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as Django gave them
        field = self.fields["kind"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(kind.value, KIND_NAMES[kind]) for kind in kinds]


class AddPerson(Write):
    """A person's part in a place; somebody with this e-mail address keeps the sign-in they have.

    The same is asked for everybody, so that an answer never tells whether an address is known elsewhere.
    """

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(label=_("Role"))
    password = forms.CharField(
        label=_("First password"),
        help_text=_("At least 15 characters; tell it to them in person. Who can sign in already keeps their own."),
    )

    def __init__(self, *args: object, kind: UnitKind, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as Django gave them
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(role.value, ROLE_NAMES[role]) for role in ROLES_AT[kind]]

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if password:
            validate_password(password)
        return password


class EndPart(Write):
    """End somebody's part in a place today; history keeps their name."""


class Welcome(Write):
    """The first person of a new installation, and the first district and school."""

    name = forms.CharField(label=_("Your name"), max_length=200)
    email = forms.EmailField(label=_("Your e-mail"))
    password = forms.CharField(
        label=_("Password"), widget=forms.PasswordInput, help_text=_("At least 15 characters; a sentence is good.")
    )
    district = forms.CharField(label=_("District or division"), max_length=200)
    school = forms.CharField(label=_("School"), max_length=200)

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        validate_password(password)
        return password
