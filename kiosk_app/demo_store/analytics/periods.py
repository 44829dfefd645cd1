"""Which days a period means."""

from datetime import date, timedelta

PERIODS = ("today", "yesterday", "this_week", "last_week", "this_month", "last_month")


def days_of(period: str, today: date) -> tuple[date, date]:
    """First and last day of one of `PERIODS`. Weeks begin on Monday; what goes on ends today."""
    monday = today - timedelta(today.weekday())
    first = today.replace(day=1)
    match period:
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
        case _:
            return today, today
