"""Which days a period means."""

import re
from datetime import date, timedelta

PERIODS = ("today", "yesterday", "this_week", "last_week", "this_month", "last_month")
RANGE = "2026-11-01/2026-11-07"
"""Any other days, as people write them: the first and the last in ISO 8601."""
MOST_DAYS = 366


def days_of(period: str, today: date) -> tuple[date, date]:
    """First and last day of one of `PERIODS`, or of a range such as `RANGE`.

    Weeks begin on Monday; what goes on ends today. Raises ValueError for what is neither, ends before it begins, is
    longer than `MOST_DAYS`, or of another century.
    """
    monday = today - timedelta(today.weekday())
    first = today.replace(day=1)
    match period:
        case "today":
            return today, today
        case "yesterday":
            return today - timedelta(1), today - timedelta(1)
        case "this_week":
            return monday, today
        case "last_week":
            return monday - timedelta(7), monday - timedelta(1)
        case "this_month":
            return first, today
        case "last_month":
            return (first - timedelta(1)).replace(day=1), first - timedelta(1)
    day = r"20[0-9]{2}-[0-9]{2}-[0-9]{2}"
    if not re.fullmatch(f"{day}/{day}", period):
        raise ValueError(f"Neither a period nor days like {RANGE}.")
    start, end = map(date.fromisoformat, period.split("/"))
    if not start <= end < start + timedelta(MOST_DAYS):
        raise ValueError(f"These are not 1 to {MOST_DAYS} days, the first one first.")
    return start, end
