"""What is wrong with a zip, as Python's own reader says it."""

import zipfile

# A broken zip, and one packed by a method that `zipfile` does not know: it answers that with NotImplementedError.
UNPACKABLE = (zipfile.BadZipFile, NotImplementedError)
