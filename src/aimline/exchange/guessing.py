"""A first mapping from column names and values, with how sure we are and why."""

import math
import re
import unicodedata
from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass

from aimline.domain.words import Message, say
from aimline.exchange.grades import GRADE_FORM, parse_grade
from aimline.exchange.mapping import Group, Mapping
from aimline.exchange.vocabulary import read_number

SURE, LIKELY, MAYBE = 0.95, 0.75, 0.5
NEAR_NAME = 88.0

# Words a column is called by in files we have met, the surest first.
NAMES: dict[str, tuple[str, ...]] = {
    "student": (
        "student id",
        "student number",
        "student code",
        "state student id",
        "local id",
        "pupil id",
        "id",
        "numero de l eleve",
        "numero eleve",
        "code eleve",
        "code permanent",
        "no eleve",
        "numero de fiche",
        "id eleve",
        "eleve",
        "codigo del estudiante",
        "codigo estudiante",
        "id estudiante",
        "matricula",
        "estudiante",
        "alumno",
    ),
    "given_name": (
        "first name",
        "given name",
        "student first name",
        "firstname",
        "prenom",
        "prenom de l eleve",
        "nombre",
    ),
    "family_name": (
        "last name",
        "family name",
        "surname",
        "student last name",
        "lastname",
        "nom",
        "nom de famille",
        "nom de l eleve",
        "apellido",
        "apellidos",
    ),
    "school_name": (
        "school name",
        "building name",
        "school",
        "nom de l ecole",
        "nom ecole",
        "ecole",
        "etablissement",
        "escuela",
        "colegio",
    ),
    "school": (
        "school number",
        "school code",
        "school id",
        "building id",
        "state school id",
        "code ecole",
        "code de l ecole",
        "numero de l ecole",
        "code organisme",
        "codigo de la escuela",
        "codigo escuela",
    ),
    "district_name": (
        "district name",
        "division name",
        "district",
        "centre de services",
        "centre de services scolaire",
        "commission scolaire",
        "conseil scolaire",
        "distrito",
    ),
    "district": (
        "district number",
        "district code",
        "district id",
        "division code",
        "code du district",
        "code district",
        "codigo del distrito",
        "codigo distrito",
    ),
    "grade": (
        "grade",
        "grade level",
        "student grade",
        "enrolled grade",
        "tested grade",
        "annee d etudes",
        "annee d etude",
        "classe",
        "degre",
        "niveau scolaire",
        "grado",
        "curso",
        "niveau",
    ),
    "year": ("school year", "year", "academic year", "annee scolaire", "annee", "ano escolar", "ano lectivo", "ano"),
    "window": (
        "window",
        "term",
        "season",
        "testing window",
        "benchmark period",
        "period",
        "periode",
        "etape",
        "trimestre",
        "saison",
        "session",
        "periodo",
    ),
    "date": (
        "test date",
        "date",
        "administration date",
        "date taken",
        "completion date",
        "assessment date",
        "date de l evaluation",
        "date de l epreuve",
        "date du test",
        "date de passation",
        "fecha",
        "fecha de la prueba",
    ),
    "measure": (
        "content area",
        "subject",
        "measure",
        "assessment",
        "test name",
        "discipline",
        "matiere",
        "discipline",
        "evaluation",
        "epreuve",
        "materia",
        "asignatura",
        "prueba",
        "evaluacion",
    ),
    "score": (
        "scale score",
        "score",
        "scaled score",
        "test rit score",
        "rit score",
        "composite score",
        "overall score",
        "resultat",
        "note",
        "cote",
        "points",
        "pointage",
        "score total",
        "nota",
        "puntaje",
        "puntuacion",
        "calificacion",
    ),
    "level": (
        "achievement level",
        "performance level",
        "proficiency level",
        "level",
        "placement",
        "niveau de performance",
        "niveau de competence",
        "niveau atteint",
        "echelon",
        "niveau",
        "nivel",
        "nivel de logro",
    ),
    "status": ("test status", "score status", "not tested reason", "statut", "motif", "motif d absence", "estado"),
}
GROUP_NAMES: dict[str, tuple[str, ...]] = {
    "Gender": ("gender", "sex"),
    "Ethnicity": ("ethnicity", "race", "race ethnicity"),
    "Free or reduced lunch": ("free reduced lunch status", "free lunch", "frl", "economically disadvantaged"),
    "English learner": ("ell status", "english learner", "english language learner", "ell", "lep"),
    "Special education": ("iep status", "iep", "special education", "swd"),
    "Gifted programme": ("gifted and talented program status", "gifted", "gifted and talented"),
}


@dataclass(frozen=True)
class Reason:
    """Why a role was given to a column; confidence 0..1."""

    role: str
    column: str
    confidence: float
    message: Message


@dataclass(frozen=True)
class Guess:
    """A proposed mapping, still without years and measures, and one reason for each column."""

    mapping: Mapping
    reasons: tuple[Reason, ...]

    def confidence(self, role: str) -> float:
        """How sure the guess is about a role, 0..1; 0 when nothing fits."""
        return max((reason.confidence for reason in self.reasons if reason.role == role), default=0.0)


def guess(header: Sequence[str], sample: Sequence[Sequence[str]], *, source: str = "") -> Guess:
    """Propose which column is what from its name and the first rows (issue 2, "mapping with guesses")."""
    reasons: dict[str, Reason] = {}
    taken: set[str] = set()
    for role, names in NAMES.items():
        free = [column for column in header if column not in taken and not _is_named_for_another(column, role)]
        reason = _best(role, names, free)
        if reason and _fits(role, _values(header, sample, reason.column)):
            reasons[role] = reason
            taken.add(reason.column)
    _code_from_name("school", reasons)
    _code_from_name("district", reasons)
    groups = []
    for name, names in GROUP_NAMES.items():
        reason = _best(f"groups.{name}", names, [column for column in header if column not in taken])
        if reason:
            reasons[reason.role] = reason
            taken.add(reason.column)
            groups.append(Group(name, reason.column, _renames(_values(header, sample, reason.column))))
    columns = {role: reason.column for role, reason in reasons.items() if not role.startswith("groups.")}
    mapping = Mapping(source, columns, groups=tuple(groups), create=("places", "students", "enrolments"))
    return Guess(mapping, tuple(reasons.values()))


def _is_named_for_another(column: str, role: str) -> bool:
    """Whether a column is called exactly what another role is called: "School Year" is no school."""
    words = plain(column)
    return words not in NAMES[role] and any(words in names for names in NAMES.values())


def _best(role: str, names: tuple[str, ...], columns: Sequence[str]) -> Reason | None:
    found = [reason for column in columns if (reason := _compare(role, names, column))]
    return max(found, key=lambda reason: reason.confidence, default=None)


def _compare(role: str, names: tuple[str, ...], column: str) -> Reason | None:
    words = plain(column)
    if words in names:
        confidence = SURE - 0.02 * names.index(words)
        return Reason(role, column, confidence, say("The column is called '{column}'.", column=column))
    from rapidfuzz import fuzz

    if len(words) > 3 and max(fuzz.ratio(words, name) for name in names) >= NEAR_NAME:
        return Reason(role, column, LIKELY, say("The name '{column}' is close to a usual one.", column=column))
    if any(f" {name} " in f" {words} " for name in names if " " in name or len(name) > 4):
        return Reason(role, column, MAYBE, say("The name '{column}' contains a usual one.", column=column))
    return None


def _code_from_name(role: str, reasons: dict[str, Reason]) -> None:
    """A file that names its schools but gives no codes: the name serves as the code."""
    named = reasons.get(f"{role}_name")
    if role not in reasons and named:
        message = say("There is no code, so '{column}' tells places apart.", column=named.column)
        reasons[role] = Reason(role, named.column, MAYBE, message)


def _fits(role: str, values: Sequence[str]) -> bool:
    """Whether the values speak against the role."""
    if role == "grade":
        return not values or any(is_grade(value) for value in values)
    if role == "score":
        return not values or (any(_is_number(value) for value in values) and not are_years(values))
    return True


def _renames(values: Sequence[str]) -> Table[str, str]:
    """'ELL: Yes' becomes 'Yes' where every value carries the same beginning."""
    beginnings = {value.partition(": ")[0] for value in values}
    if len(beginnings) != 1 or not all(": " in value for value in values):
        return {}
    beginning = beginnings.pop()
    words = dict.fromkeys(value.partition(": ")[2] for value in values)
    if words.keys() <= {"Yes", "No"}:
        # A rare answer may be missing from the first rows.
        words = dict.fromkeys(("Yes", "No"))
    return {f"{beginning}: {word}": word for word in words}


def _values(header: Sequence[str], sample: Sequence[Sequence[str]], column: str) -> list[str]:
    place = list(header).index(column)
    return [row[place].strip() for row in sample if place < len(row) and row[place].strip()]


def plain(name: str) -> str:
    """Write a name in lower case without accents and signs, to compare it."""
    name = "".join(letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    letters = "".join(letter.lower() if letter.isalnum() else " " for letter in name)
    return " ".join(letters.split())


def is_grade(text: str) -> bool:
    """Tell whether a word is a grade as files write it: 3, 3rd, Grade 3, 3e année, K."""
    return parse_grade(text) is not None or re.match(GRADE_FORM, text.strip(), re.IGNORECASE) is not None


def are_years(values: Sequence[str]) -> bool:
    """Tell whether all values of a column look like calendar years: they are no scores."""
    return all(re.fullmatch(r"(19|20|21)\d\d", value) for value in values)


def _is_number(text: str) -> bool:
    return not math.isnan(read_number(text))
