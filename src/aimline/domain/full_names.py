"""What the words of a full name are, and which of them tell a family from others.

A file of results is judged more loosely than a roster. Its results go by the number, and names only show that a column
slipped: then nearly all are others, so one word, initial or short form that agrees is enough, and a few that do not are
told. A roster says who is who: a yes that is wrong gives one student the history of another, so two words must agree,
and any doubt is asked about.
"""

import re
from collections.abc import Sequence

APOSTROPHES = "'’‘`´ʼ"  # of one word: O'Brien
WORD = re.compile(r"[^\W_]+")
BETWEEN = r"[^\p{L}\p{N}]+"  # what stands between two of WORD, as DuckDB writes it

# Many families share them: Juan de Souza and Ana de Lima. Lower case, without accents.
PARTICLES = frozenset(
    WORD.findall(
        "af al av bin bint binti da das de del dela della delos den der des di do dos du el ibn la las le les los mc"
        " ten ter van vom von y zu zum zur ii iii iv jr sr"
    )
)


def words(plain: str) -> list[str]:
    """Return the words of a name that is in lower case and without accents: O'Brien is one, Anne-Marie are two."""
    return WORD.findall(re.sub(f"[{APOSTROPHES}]", "", plain))


def telling(words: Sequence[str]) -> list[str]:
    """Leave out particles, but for a name of nothing else: Van Le."""
    return [word for word in words if word not in PARTICLES] or list(words)
