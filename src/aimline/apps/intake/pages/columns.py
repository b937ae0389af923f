"""The mapping screen: what each column means."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField, Form
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from aimline.apps.intake import forms
from aimline.apps.intake.forms.tables import Measure, Rows
from aimline.apps.intake.models import SavedMapping, Upload
from aimline.apps.intake.pages import Step, steps
from aimline.apps.intake.pages.contents import some
from aimline.apps.intake.queries import meaning
from aimline.apps.journal.forms import new_key
from aimline.apps.organizations.models import Unit
from aimline.domain.words import Message, translate
from aimline.exchange import letters, settled
from aimline.exchange.mapping import Mapping, MappingProblem, Results
from aimline.exchange.mapping_checks import check
from aimline.exchange.recognition import Recognised
from aimline.exchange.vocabulary import Vocabulary

N_SAMPLE = 5
N_RESULTS_OPEN = 6
N_MEASURES_OPEN = 6
N_NAMES = 6
ASKED = ("no_header",)  # what is odd in the file itself and has to be looked at before anything else
WRITING = ("date_format", "decimal", "student_digits")
Home = tuple[Unit | None, Unit | None]  # the district and the school a file was brought to


@dataclass(frozen=True)
class ColumnTag:
    """A column of the file as it came, and what it is taken for."""

    name: str
    role: str


@dataclass(frozen=True)
class Unused:
    """A column that nothing is read from, and a word that stands in it."""

    name: str
    example: str


@dataclass(frozen=True)
class Role:
    """One question of the mapping screen: which column, or one word for every row, or else the `given` place."""

    column: BoundField
    always: BoundField | None
    given: str


@dataclass(frozen=True)
class ToSettle:
    """Something that cannot work yet, what to do on this screen, and the field to do it in, where it is one."""

    message: Message
    hint: str
    href: str


@dataclass(frozen=True)
class Columns:
    """The mapping screen: what was understood and what is asked first; what nobody needs to look at is folded away.

    `tags` and `sample` are those of the columns that are used, `others` the questions that this file leaves open;
    `names` are all columns, where there are so many that they are taken from one list; `tests` are here already;
    `alike` are the sheets with the same columns, which are read too where it `has_alike`;
    `measures` are the tests to look at; those that are `folded` are many, or not in the file, and ask nothing.
    """

    file_name: str
    steps: tuple[Step, ...]
    action: str
    tags: tuple[ColumnTag, ...]
    sample: tuple[tuple[str, ...], ...]
    unused: tuple[Unused, ...]
    roles: tuple[Role, ...]
    others: tuple[Role, ...]
    results: str
    is_results_open: bool
    names: tuple[str, ...]
    tests: tuple[str, ...]
    is_writing_open: bool
    measures: tuple[Form, ...]
    folded: tuple[Form, ...]
    folded_names: str
    answers: forms.Answers
    taken_from: str
    problems: tuple[ToSettle, ...]
    note: str
    sheet: str
    sheets: tuple[str, ...]
    alike: tuple[str, ...]
    has_alike: bool
    key: str
    version: int


def columns(
    upload: Upload, file: Recognised, mapping: Mapping, words: Vocabulary, earlier: SavedMapping | None, *, home: Home
) -> Columns:
    """Return the mapping screen for a proposed mapping."""
    answers = forms.Answers(
        forms.Columns(header=file.header, initial=forms.columns_initial(mapping)),
        forms.Years(initial=forms.years_initial(mapping, words), prefix="years"),
        forms.Measures(initial=forms.measures_initial(mapping, words), prefix="measures"),
        forms.Groups(initial=forms.groups_initial(mapping, words), prefix="groups"),
        forms.Results(initial=forms.results_initial(mapping), prefix="results", form_kwargs={"header": file.header}),
    )
    taken = {column: str(forms.ROLES[role][0]) for role, column in forms.shown_columns(mapping).items()}
    taken |= {group.column: _("Student group") for group in mapping.groups}
    for group in mapping.results:
        taken |= results_tags(group)
    is_guess = earlier is None and not upload.mapping
    orders = settled.guessed_orders(mapping, words) if is_guess else ()
    problems = (*check(meaning.fill_in(mapping, upload), file.header), *orders)
    note = "" if words.is_whole else _("The years and tests below are those of the first half million rows.")
    odd = (f"{each.message} {each.hint}" for each in file.notes if each.code not in ASKED)
    unlike = settled.known(mapping, file.header) if mapping.beyond else []
    note = " ".join([*unlike, letters_read(file), *odd, note]).strip()
    return screen(upload, file, answers, taken, home=home, earlier=earlier, problems=problems, note=note)


def letters_read(file: Recognised) -> str:
    """Ask to look at the letters where nothing but their looks tells how they were written (trust.md 3)."""
    name = letters.named(file.encoding)
    return (
        _("Letters were read as %(name)s: look whether names with accents are right.") % {"name": name} if name else ""
    )


def answered(
    upload: Upload,
    file: Recognised,
    answers: forms.Answers,
    problems: tuple[MappingProblem, ...] = (),
    *,
    home: Home,
) -> Columns:
    """Return the mapping screen as it was sent, with what will not work yet."""
    answers.columns.is_valid()
    sent = answers.columns.cleaned_data
    taken = {sent.get(f"column_{role}", ""): str(label) for role, (label, _hint) in forms.ROLES.items()}
    taken |= {row["column"].value(): _("Student group") for row in answers.compared}
    for row in answers.results:
        for role in ("score", "level", "date"):
            taken[row[role].value() or ""] = f"{row['measure'].value()} · {forms.ROLES[role][0]}"
    return screen(upload, file, answers, taken, home=home, problems=problems)


def results_tags(group: Results) -> dict[str, str]:
    """Say of each column of a group of results what it is taken for."""
    named = " ".join(word for word in (group.measure, group.window) if word)
    columns = {group.score: "score", group.level: "level", group.date: "date"}
    columns |= dict.fromkeys(group.flags.values(), "level")
    return {column: f"{named} · {forms.ROLES[role][0]}" for column, role in columns.items() if column}


def given_places(home: Home) -> dict[str, str]:
    """Say which place stands for a column that the file does not have."""
    text = _("Without a column: %(place)s.")
    return {
        role: text % {"place": place.name} for role, place in zip(("district", "school"), home, strict=True) if place
    }


def hint_of(problem: MappingProblem) -> str:
    """Say what to do on the screen; the mapping's own hints are for those who write it by hand."""
    part, _dot, role = problem.key.partition(".")
    if part == "columns" and role in ("district", "school"):
        return _("Choose its column, write its name for every row, or bring the file again to the place it belongs to.")
    if part == "columns" and role in forms.ALWAYS:
        return _("Choose its column, or write the one word that holds for every row.")
    if part == "columns":
        return _("Choose its column below.")
    if part == "name":
        return _("Write its name below, as “Test or subject”, the same for all its seasons and years.")
    if part == "measures" and not role:
        return _("Choose the column that names the test, or write its name for every row, and read the file again.")
    if part == "levels" and ", " in str(problem.message.values["measure"]):
        once = _("One answer holds for all tests that have these levels.")
        return f"{translate(problem.hint, gettext)} {once}"
    if part == "coming":
        return _("Tick below those that were given and write their day; the rows of the others are set aside.")
    if part == "years":
        return _("Tick the school years to import and give each a day.")
    return translate(problem.hint, gettext)


def field_of(problem: MappingProblem, answers: forms.Answers) -> str:
    """Name the field in which a question is answered; of tests that have the same levels it is the first one's."""
    part, _dot, role = problem.key.partition(".")
    if part in ("levels", "order"):
        alike = [row for row in answers.measures if levels_of(row) == problem.hint.values["levels"]]
        open_rows = [row["proficient_from"] for row in alike if not row["proficient_from"].value()]
        fields = [row["levels"] for row in alike] if part == "order" else open_rows
        return next((field.html_name for field in fields), "")
    if part == "coming":
        return next((row["use"].html_name for row in answers.years if not row["given_on"].value()), "")
    named = {"columns": f"column_{role}", "student": "column_student", "year": "always_year", "name": "always_measure"}
    field = named.get(part, part)
    return field if field in answers.columns.fields else ""


def to_settle(problem: MappingProblem, field: str) -> ToSettle:
    return ToSettle(problem.message, hint_of(problem), f"#id_{field}" if field else "")


def levels_of(row: Form) -> str:
    """Write the levels of a test as its question does."""
    return ", ".join(str(row["levels"].value() or "").splitlines())


def roles_of(form: forms.Columns, given: dict[str, str]) -> dict[str, Role]:
    """Return the question of every role."""
    return {
        role: Role(
            form[f"column_{role}"],
            form[f"always_{role}"] if role in forms.ALWAYS and not given.get(role) else None,
            given.get(role, ""),
        )
        for role in forms.ROLES
    }


def is_asked(role: str, shown: Role, problems: tuple[MappingProblem, ...]) -> bool:
    """Tell whether a question is shown at once: it has an answer to look at, or something is wrong with it."""
    fields = [field for field in (shown.column, shown.always) if field]
    is_filled = any(field.value() or field.errors for field in fields)
    parts = {role, *({"year": ("years",), "measure": ("measures", "name")}.get(role, ()))}
    return role == "student" or is_filled or any(parts & set(problem.key.split(".")) for problem in problems)


def is_writing_asked(form: forms.Columns, problems: tuple[MappingProblem, ...]) -> bool:
    """Tell whether a person has to say how dates and numbers are written."""
    named = {problem.key for problem in problems} | set(form["unsure"].value() or ())
    is_chosen = any(form[name].value() for name in ("student_digits", "windows"))
    return is_chosen or any(form[name].errors or name in named for name in WRITING)


def unused(file: Recognised, used: list[int]) -> tuple[Unused, ...]:
    """Return the columns nothing is read from, each with the first word in it."""
    rest = [place for place in range(len(file.header)) if place not in set(used)]
    words = {place: next((row[place] for row in file.sample if place < len(row) and row[place]), "") for place in rest}
    return tuple(Unused(file.header[place], words[place]) for place in rest)


def parted(rows: Rows, asked: Sequence[str]) -> tuple[tuple[Measure, ...], tuple[Measure, ...]]:
    """Part the tests into those shown at once (few are in the file, or something leads to them) and the others."""
    are_few = len(rows.forms) <= N_MEASURES_OPEN
    leads = [row for row in rows.forms if row.errors or any(field.html_name in asked for field in row)]
    shown = tuple(row for row in rows.forms if (are_few and row.is_in_file) or row in leads)
    return shown, tuple(row for row in rows.forms if row not in shown)


def folded_sentence(rows: Sequence[Measure]) -> str:
    """Name the tests that nobody needs to look at."""
    names = list(dict.fromkeys(str(row["name"].value() or row["value"].value()) for row in rows))
    text = ngettext(
        "Nothing is asked about %(n)s test: %(names)s", "Nothing is asked about %(n)s tests: %(names)s", len(rows)
    )
    return text % {"n": len(rows), "names": some(names, N_NAMES)}


def results_sentence(answers: forms.Answers) -> str:
    """Say how many results a row holds, and of which tests and windows."""
    lines = answers.results.forms
    names = [dict.fromkeys(str(row[part].value() or "") for row in lines) for part in ("measure", "window")]
    told = "; ".join(some([name for name in found if name], N_NAMES) for found in names if any(found))
    text = ngettext("%(n)s result in each row: %(told)s", "%(n)s results in each row: %(told)s", len(lines))
    return text % {"n": len(lines), "told": told}


def screen(
    upload: Upload,
    file: Recognised,
    answers: forms.Answers,
    taken: dict[str, str],
    *,
    home: Home,
    earlier: SavedMapping | None = None,
    problems: tuple[MappingProblem, ...] = (),
    note: str = "",
) -> Columns:
    form = answers.columns
    # Where nothing names the columns, what stands in all of them is needed to tell what they hold.
    used = [place for place, name in enumerate(file.header) if taken.get(name) or not file.n_head]
    roles = roles_of(form, given_places(home))
    shown_roles = [role for role, shown in roles.items() if is_asked(role, shown, problems)]
    fields = [field_of(each, answers) for each in problems]
    measures, folded = parted(answers.measures, fields)
    odd = (ToSettle(each.message, translate(each.hint, gettext), "") for each in file.notes if each.code in ASKED)
    return Columns(
        file_name=upload.file_name,
        steps=steps(upload, 1),
        action=reverse("import-columns", args=[upload.uuid]),
        tags=tuple(ColumnTag(file.header[place], taken.get(file.header[place]) or _("not used")) for place in used),
        sample=tuple(tuple(row[place] for place in used if place < len(row)) for row in file.sample[:N_SAMPLE]),
        unused=unused(file, used),
        roles=tuple(roles[role] for role in shown_roles),
        others=tuple(shown for role, shown in roles.items() if role not in shown_roles),
        results=results_sentence(answers),
        is_results_open=len(answers.results.forms) <= N_RESULTS_OPEN or bool(answers.results.total_error_count()),
        names=file.header if len(file.header) > forms.MOST_IN_A_SELECT else (),
        tests=(),
        is_writing_open=is_writing_asked(form, problems),
        measures=measures,
        folded=folded,
        folded_names=folded_sentence(folded),
        answers=answers,
        taken_from=_("This kind of file is known as “%(name)s”, so it is filled in as last time.")
        % {"name": earlier.name}
        if earlier
        else "",
        problems=(*odd, *(to_settle(each, field) for each, field in zip(problems, fields, strict=True))),
        note=note,
        sheet=file.sheet,
        sheets=file.sheets if len(file.sheets) > 1 else (),
        alike=file.alike,
        has_alike=len(file.read) > 1,
        key=str(form.data.get("key") or new_key()),
        version=upload.version,
    )
