"""How large a foreign file may be before the program refuses to open it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes and characters; a steward may raise them (trust.md 3).

    A file of a known kind may be wider than others: some vendors write 1,700 columns.
    """

    file_bytes: int = 500_000_000
    unpacked_bytes: int = 2_000_000_000
    unpacked_ratio: int = 100
    n_entries: int = 50
    n_columns: int = 1_000
    n_columns_known: int = 2_500
    field_characters: int = 32_768
