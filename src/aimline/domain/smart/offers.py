"""What a team's own data can put into the blanks of an offer: never a target by itself."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Offers:
    """Suggestions, best first; the values are in the unit of the goal's measure.

    `baseline` is the team's latest result with its day, `targets` come from the calibration (the highest that a
    strong effort makes likely, then the highest that is still a stretch), `dates` are coming assessment dates,
    `groups` the rosters at hand, `measures` those with recent data, `skills` essential standards and the weakest
    skills of the current data.
    """

    baseline: float | None = None
    baseline_on: date | None = None
    targets: tuple[float, ...] = ()
    dates: tuple[date, ...] = ()
    groups: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


NO_OFFERS = Offers()
