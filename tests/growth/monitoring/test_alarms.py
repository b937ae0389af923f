"""The limits that keep a stated rate of false alarms."""

import pytest

from aimline.growth.monitoring import alarms
from aimline.growth.monitoring.alarms import Rate


@pytest.mark.parametrize(
    ("sd", "rate", "monthly", "limit"),
    [
        (10, Rate.TEN, False, 0.081),
        (15, Rate.TWENTY, True, 0.187),
        (7.5, Rate.TEN, False, 0.103),
        (12.5, Rate.FIVE, False, 0.044),
        (2, Rate.FIVE, False, 0.084),
        (40, Rate.FIVE, True, 0.074),
    ],
)
def test_the_limit_is_read_from_the_table(sd, rate, monthly, limit) -> None:
    assert alarms.limit(sd, rate, monthly=monthly) == pytest.approx(limit)


def test_fewer_false_alarms_need_a_lower_limit() -> None:
    for sd in (5, 8, 10, 13, 15):
        found = [alarms.limit(sd, rate) for rate in (Rate.FIVE, Rate.TEN, Rate.TWENTY)]
        assert found == sorted(found)
