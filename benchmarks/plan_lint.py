"""How long does `aimline check` take to start and answer, and how long does a plan of 10,000 goals take?

Prints processor seconds (load does not move them much) and wall seconds of whole commands, the shortest of several
runs. Targets: an answer in 0.4 s, 10,000 goals in a few seconds. The plan repeats our own unseen statements.

    python -m benchmarks.plan_lint
"""

import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STATEMENTS = Path(__file__).parents[1] / "tests" / "domain" / "smart" / "unseen_1.csv"
GOAL = "By 22 May 2026, Grade 3 readers will grow from 45% to 60% on the screener."
N_GOALS = 10_000
AS_OF = ("--today", "2025-09-01")


def main() -> None:
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for words in (("--format", "json"), ("--format", "text")):
        tell(f"check {words[1]}", command("check", GOAL, *words, *AS_OF), n_runs=7)
    with tempfile.TemporaryDirectory() as folder:
        plan = make_plan(Path(folder))
        for wanted in ("table", "csv", "jsonl", "pdf"):
            out = Path(folder) / f"answer.{wanted}"
            words = ("lint", str(plan), "--format", wanted, "--output", str(out), *AS_OF)
            tell(f"lint {N_GOALS:,} goals as {wanted}", command(*words), n_runs=1)


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "aimline", *words]


def make_plan(folder: Path) -> Path:
    with STATEMENTS.open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    path = folder / "plan.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Goal", "Owner"])
        rows.writerows([texts[at % len(texts)], "Nobody"] for at in range(N_GOALS))
    return path


def tell(name: str, program: list[str], *, n_runs: int) -> None:
    spent = [run(program) for _ in range(n_runs)]
    print(f"{name}: {min(cpu for cpu, _ in spent):.2f} s processor, {min(wall for _, wall in spent):.2f} s wall")


def run(program: list[str]) -> tuple[float, float]:
    before, started = os.times(), time.perf_counter()
    subprocess.run(program, stdout=subprocess.DEVNULL, check=False)
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return cpu, time.perf_counter() - started


if __name__ == "__main__":
    main()
