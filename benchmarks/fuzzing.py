"""Throw mutated texts at the checker, guided by the branches they reach: it answers, in time, with spans in the text.

    python -m benchmarks.fuzzing -max_total_time=600

All options of libFuzzer work; without any it runs for ten seconds. A text that breaks a promise is printed and kept by
libFuzzer in the folder it runs in.
"""

import sys
import time

import atheris

with atheris.instrument_imports(include=["aimline.domain.smart"]):
    from aimline.domain.smart import check, to_json
    from benchmarks.statements import STATEMENTS, read
    from tests.domain.year_2026 import CALENDAR, TODAY

# Instrumented code is slower than ours: the real limits are held by the tests of the checker.
SECONDS = 0.5
LONGEST = 4_200
PIECES = tuple(word for row in read(STATEMENTS) for word in row["text"].split())


def main() -> None:
    options = sys.argv[1:] or ["-max_total_time=10"]
    atheris.Setup([sys.argv[0], f"-max_len={LONGEST}", "-verbosity=0", *options], try_one)
    atheris.Fuzz()


def try_one(data: bytes) -> None:
    """Read the bytes once as text, and once as numbers of words that people use."""
    provider = atheris.FuzzedDataProvider(data)
    if provider.ConsumeBool():
        hold(provider.ConsumeUnicodeNoSurrogates(LONGEST))
        return
    places = provider.ConsumeIntListInRange(provider.ConsumeIntInRange(0, 60), 0, len(PIECES) - 1)
    hold(" ".join(PIECES[place] for place in places))


def hold(text: str) -> None:
    """Check a text; raise where the answer breaks what is promised."""
    started = time.process_time()
    slots = to_json(check(text, today=TODAY, calendar=CALENDAR))["slots"]
    taken = time.process_time() - started
    assert taken < SECONDS, f"{taken:.3f} s for {text!r}"
    for name, slot in slots.items():
        if slot is not None:
            first, end = slot["span"]
            assert 0 <= first < end <= len(text), f"{name} {slot['span']} of {text!r}"
            assert 0 <= slot["confidence"] <= 1, f"{name} {slot['confidence']} of {text!r}"


if __name__ == "__main__":
    main()
