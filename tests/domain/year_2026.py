"""The calendar of domain.md 4.10, and the day on which its statements are read."""

from datetime import date

from aimline.domain.calendar import Break, Calendar, SchoolYear, Term, Window

TODAY = date(2025, 9, 1)
YEAR = SchoolYear(
    2026,
    date(2025, 8, 25),
    date(2026, 6, 12),
    terms=(
        Term("quarter", 1, date(2025, 8, 25), date(2025, 10, 24)),
        Term("quarter", 2, date(2025, 10, 27), date(2026, 1, 16)),
        Term("quarter", 3, date(2026, 1, 19), date(2026, 3, 27)),
        Term("quarter", 4, date(2026, 3, 30), date(2026, 6, 12)),
        Term("semester", 1, date(2025, 8, 25), date(2026, 1, 16)),
        Term("semester", 2, date(2026, 1, 19), date(2026, 6, 12)),
    ),
    windows=(
        Window("BOY", date(2025, 9, 8), date(2025, 9, 26)),
        Window("MOY", date(2026, 1, 12), date(2026, 1, 30)),
        Window("EOY", date(2026, 5, 4), date(2026, 5, 22)),
    ),
    breaks=(
        Break(date(2025, 11, 24), date(2025, 11, 28), "fall break"),
        Break(date(2025, 12, 22), date(2026, 1, 2), "winter break"),
        Break(date(2026, 4, 6), date(2026, 4, 10), "spring break"),
    ),
)
CALENDAR = Calendar((YEAR,))
