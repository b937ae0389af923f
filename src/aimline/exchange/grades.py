"""Grades as files write them, read as numbers: PK = -1, K = 0."""

import re

GRADE_WORDS = {
    "-1": -1, "-2": -1, "P": -1, "PK": -1, "PREK": -1, "PREKINDERGARTEN": -1, "PRE-KINDERGARTEN": -1, "PRESCHOOL": -1,
    "PRE-K": -1, "PRE K": -1, "JK": -1, "PK3": -1, "PK4": -1, "TK": -1, "EE": -1, "3K": -1, "4K": -1, "K4": -1,
    "PREK4": -1, "PREK3": -1, "PRE-K4": -1, "PRE-K 4": -1, "GRADE PK": -1,
    "PRESCHOOL 3": -1, "PRESCHOOL 4": -1,
    "K": 0, "KG": 0, "K5": 0, "KINDER": 0, "GRADE K": 0, "GRADE KG": 0, "KN": 0, "KF": 0, "KINDERGARTEN": 0, "SK": 0,
    "MATERNELLE": 0, "RECEPTION": 0, "PREP": 0, "FOUNDATION": 0,
    "PETITE SECTION": -1, "MOYENNE SECTION": -1, "GRANDE SECTION": 0, "COURS PRÉPARATOIRE": 1, "COURS PREPARATOIRE": 1,
    "CP": 1, "CE1": 2, "CE2": 3, "CM1": 4, "CM2": 5,  # the classes of a French primary school
    "ONE": 1, "FIRST": 1, "TWO": 2, "SECOND": 2, "THREE": 3, "THIRD": 3, "FOUR": 4, "FOURTH": 4, "FIVE": 5,
    "FIFTH": 5, "SIX": 6, "SIXTH": 6, "SEVEN": 7, "SEVENTH": 7, "EIGHT": 8, "EIGHTH": 8, "NINE": 9, "NINTH": 9,
    "TEN": 10, "TENTH": 10, "ELEVEN": 11, "ELEVENTH": 11, "TWELVE": 12, "TWELFTH": 12,
}  # fmt: skip

# Grades as files write them: 3, 03, 3.0, Grade 3, G03, Year 3, Y3, P3, 3rd grade, 3rd Class, 3e année, 3° básico,
# 3.º ano, 3º de Primaria. Years that a secondary school counts anew, as 2º ESO and 2° medio, are not among them.
GRADE_FORM = (
    r"^(?:grade|grado|gr[.]?|g|year|yr[.]?|y|p|klasse|klas|class|classe|ano|stufe|jahrgang|jahrgangsstufe)?"
    r"\s*0*([0-9]{1,3})(?:[.]0+)?"
    r"(?:st|nd|rd|th|er|[eè]re|re|[eè]me|e|[a-d]|[.]?[ºª°])?"
    r"(?:\s+(?:grade|class|klasse|klas|ann[eé]e|grado|ano|anno|a[nñ]o|s[eé]rie|"
    r"(?:de )?(?:b[aá]sico|(?:ed[a-zó]*[.]? )?prim[a-z]*[.]?)))?$"
)
SAYS_GRADE = r"(?: grade)? (?:grade|class|class/grade)$"  # "First Grade", "Pre-K 4 class/grade"
HIGHEST = 12
MOST_DIGITS = 20  # Python reads no number of thousands of them


def parse_grade(text: str) -> int | None:
    """Read a grade as a number, PK = -1, K = 0; None when it is not one."""
    word = re.sub(SAYS_GRADE, "", text.strip(), flags=re.IGNORECASE).upper()
    if word in GRADE_WORDS:
        return GRADE_WORDS[word]
    is_number = word.isdecimal() and len(word) <= MOST_DIGITS
    return int(word) if is_number and int(word) <= HIGHEST else None
