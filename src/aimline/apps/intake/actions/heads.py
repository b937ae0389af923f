"""Where the results of a district stand: the one place at which imports that come in at once are put in an order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from aimline.apps.results.models import Head
from aimline.domain.refusal import AimlineError
from aimline.domain.words import say

N_TRIES = 6
Answer = TypeVar("Answer")


class MovedMeanwhile(AimlineError):
    """Another import was committed while this one wrote its files; it tries again by itself."""


@dataclass(frozen=True)
class Heads:
    """Where each district of a commit stood when its files were written."""

    generations: dict[int, int]
    last_numbers: dict[int, int]

    def number(self, district: int) -> int:
        return self.last_numbers[district] + 1

    def generation(self, district: int) -> int:
        return self.generations[district] + 1

    def of(self, districts: Sequence[int]) -> "Heads":
        """Return where all these districts stand; those that are new begin."""
        return Heads(
            generations={pk: self.generations.get(pk, 0) for pk in districts},
            last_numbers={pk: self.last_numbers.get(pk, 0) for pk in districts},
        )

    def next_generations(self) -> dict[int, int]:
        return {district: self.generation(district) for district in self.generations}


def read_heads(districts: Sequence[int]) -> Heads:
    stored = {head.district_id: head for head in Head.objects.filter(district__in=districts)}
    return Heads(
        generations={pk: stored[pk].generation if pk in stored else 0 for pk in districts},
        last_numbers={pk: stored[pk].last_batch_number if pk in stored else 0 for pk in districts},
    )


def lock_heads(heads: Heads, *, n_batches: int) -> None:
    """Take the one lock of each district, in one order, see that nobody published meanwhile, and move it on."""
    for district in sorted(heads.generations):
        Head.objects.get_or_create(district_id=district)
        head = Head.objects.select_for_update().get(district_id=district)
        if (head.generation, head.last_batch_number) != (heads.generations[district], heads.last_numbers[district]):
            raise moved_meanwhile()
        head.generation, head.last_batch_number = heads.generation(district), heads.last_numbers[district] + n_batches
        head.save(update_fields=["generation", "last_batch_number"])


def patiently(attempt: Callable[[], Answer]) -> Answer:
    """Try again as long as imports come in between."""
    for _ in range(N_TRIES - 1):
        try:
            return attempt()
        except MovedMeanwhile:
            continue
    return attempt()


def moved_meanwhile() -> MovedMeanwhile:
    return MovedMeanwhile(
        "moved-meanwhile",
        say("Other imports kept coming in while this one was being stored."),
        say("Nothing was stored. Try again in a minute."),
    )
