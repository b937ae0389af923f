"""One column of a file: its head and its values."""

from dataclasses import dataclass

from aimline.exchange.guess.contents import Contents
from aimline.exchange.guess.heads import Head


@dataclass(frozen=True)
class Column:
    """One column of a file: its head and its values."""

    head: Head
    contents: Contents

    @property
    def is_empty(self) -> bool:
        """Whether there are rows and none of them has a value here."""
        return bool(self.contents.n) and not self.contents.n_filled
