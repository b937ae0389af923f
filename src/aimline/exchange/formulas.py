"""Cells that a spreadsheet would run as formulas, made harmless in every CSV of ours (trust.md 4)."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def neutralise(cell: str) -> str:
    """Put an apostrophe before a cell that begins like a formula; `restore` takes it away."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def restore(cell: str) -> str:
    """Take away the apostrophe that keeps a cell from being run; other cells stay as they are."""
    guarded = cell.startswith("'") and cell.lstrip("'").startswith(FORMULA)
    return cell[1:] if guarded else cell
