"""Sets a page: a template of ours with values as JSON, in a process of its own with limits on time, memory and pages.

Typst sees an empty folder and our fonts, so no words of people can make it read a file or call a host (trust.md 4).
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

SECONDS = 30
MEMORY_BYTES = 2_000_000_000


class ReportRefused(AimlineError):
    """The page took more time or room than a page may."""


def put(template: str, data: Mapping[str, object], *, made_on: date) -> bytes:
    """Give the PDF of a template in `templates`; the same values on the same day give the same bytes.

    Raises ReportRefused after 30 seconds.
    """
    return _set(json.dumps({"template": template, "data": data, "made_on": made_on.isoformat()}))


# Whoever takes the same page again, or a colleague who sees the same, need not wait again.
@lru_cache(maxsize=8)
def _set(asked: str) -> bytes:
    program = [sys.executable, "-m", "aimline.reports.typesetter"]
    try:
        done = subprocess.run(program, input=asked.encode(), capture_output=True, check=False, timeout=SECONDS)
    except subprocess.TimeoutExpired as problem:
        hint = say("Nothing was lost. Try with fewer statements, or take the list instead.")
        raise ReportRefused("report-slow", say("The page took too long to set."), hint) from problem
    if done.returncode:
        raise RuntimeError(done.stderr.decode("utf-8", "replace"))
    return done.stdout
