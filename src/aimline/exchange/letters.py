"""Letters that no table may hold."""

import re

UNSEEN = "\0\u202a-\u202e\u2066-\u2069"  # NUL, and what turns the direction of writing (trust.md 3)
HIDDEN = re.compile(f"[{UNSEEN}\udc80-\udcff]")
DAMAGED = re.compile("[\udc80-\udcff]")  # what a byte becomes that is no part of UTF-8
