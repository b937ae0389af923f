"""The moment it is in an installation."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Return the moment it is: where `AIMLINE_TODAY` is set, that day at the clock's time of day.

    Whoever keeps house asks here too: by the machine's own day, what came in on the pinned one may be years old.
    """
    moment = timezone.now().astimezone(ZoneInfo(settings.TIME_ZONE))
    return moment if settings.TODAY is None else datetime.combine(settings.TODAY, moment.timetz())
