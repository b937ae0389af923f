"""How the letters of a table are written, and those that none may hold."""

import re

UNSEEN = "\0\u202a-\u202e\u2066-\u2069"  # NUL, and what turns the direction of writing (trust.md 3)
HIDDEN = re.compile(f"[{UNSEEN}\udc80-\udcff]")
WRITTEN = {"utf-8": "", "utf-8-sig": "", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
DAMAGED = re.compile("[\udc80-\udcff]")  # what a byte becomes that is no part of UTF-8


def named(encoding: str) -> str:
    """Name how letters were read where a person should look at them; empty for the usual UTF-8."""
    return WRITTEN.get(encoding, "Windows-1252")
