"""Letters that no table may hold."""

import re

HIDDEN = re.compile("[\0\u202a-\u202e\u2066-\u2069\udc80-\udcff]")
DAMAGED = re.compile("[\udc80-\udcff]")  # what a byte becomes that is no part of UTF-8
