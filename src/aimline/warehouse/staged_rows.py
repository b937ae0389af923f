"""The rows of a staged file, and what became of each; here no engine is loaded yet."""

from pathlib import Path

from aimline.warehouse.workspace import quote

STORED, WRONG, ASIDE = 0, 1, 2  # the fate of a row


def rows(folder: Path) -> str:
    """Give the SQL of all rows of a staged file, whatever their fate, each with its line."""
    source = f"read_parquet({quote(str((folder / 'rows.parquet').resolve()))}, file_row_number = true)"
    line = "coalesce(line, n_above + 1 + file_row_number)::integer as line"
    return f"(select * exclude (n_above, file_row_number) replace ({line}) from {source})"
