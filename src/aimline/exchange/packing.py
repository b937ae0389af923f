"""What is wrong with a zip, as Python's own reader says it."""

import zipfile

# A broken zip, and one packed by a method that Python cannot unpack.
UNPACKABLE = (zipfile.BadZipFile, NotImplementedError)  # the second is what `zipfile` raises, nothing of ours
