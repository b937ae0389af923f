"""How fast does the checker read goals, and how long can a hostile text hold it up?

Checks the 120 unseen statements again and again in one process; prints, in processor time, statements a second (target:
3,000), the median and 99th percentile of one statement (target: 2 ms) and the slowest 100 kB text (target: 50 ms).

    python -m benchmarks.checker
"""

import csv
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from aimline.domain.calendar import Calendar, default_year
from aimline.domain.smart import check

STATEMENTS = Path(__file__).parents[1] / "tests" / "domain" / "smart" / "unseen_1.csv"
TODAY = date(2025, 9, 1)
CALENDAR = Calendar((default_year(2026),))
N_ROUNDS = 25
HOSTILE_LENGTH = 100_000
HOSTILE = (
    "7",
    "7 ",
    '"(',
    "students ",
    "% ",
    "from 1 to 2 ",
    "1/2/2026 ",
    "-",
    "Grade 3 ",
    "who ",
    "all of ",
    "ж",
    "🎯",
)


def main() -> None:
    with STATEMENTS.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    seconds([texts[0]])
    rounds = [seconds(texts) for _ in range(N_ROUNDS)]
    single = sorted(min(times) for times in zip(*rounds, strict=True))
    p99 = single[int(len(single) * 0.99)]
    print(f"{len(texts) / sum(single):,.0f} statements a second (best of {N_ROUNDS} times each, one process)")
    print(f"p50 {statistics.median(single) * 1000:.2f} ms, p99 {p99 * 1000:.2f} ms a statement")
    worst = max(HOSTILE, key=hold_up)
    print(f"hostile worst {hold_up(worst) * 1000:.1f} ms: {HOSTILE_LENGTH:,} characters of {worst!r}")


def seconds(texts: list[str]) -> list[float]:
    return [timed(lambda text=text: check(text, today=TODAY, calendar=CALENDAR)) for text in texts]


def hold_up(part: str) -> float:
    """Give the shortest of three times that a text of this part alone takes, in seconds."""
    text = (part * HOSTILE_LENGTH)[:HOSTILE_LENGTH]
    return min(seconds([text])[0] for _ in range(3))


def timed(job: Callable[[], object]) -> float:
    started = time.process_time()
    job()
    return time.process_time() - started


if __name__ == "__main__":
    main()
