"""Which days a period means."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.demo_store.analytics.periods import MOST_DAYS, PERIODS, days_of


@given(day=st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_periods_follow_on_one_another(day: date) -> None:
    days = {period: days_of(period, day) for period in PERIODS}
    assert days["today"] == (day, day)
    assert days["yesterday"] == (day - timedelta(1), day - timedelta(1))
    for this, last in (("this_week", "last_week"), ("this_month", "last_month")):
        assert days[this][0] <= days[this][1] == day
        assert days[last][1] + timedelta(1) == days[this][0]
    assert days["this_week"][0].isoweekday() == days["last_week"][0].isoweekday() == 1
    assert (days["this_week"][0] - days["last_week"][0]).days == 7
    assert days["this_month"][0].day == days["last_month"][0].day == 1
    assert (days["last_month"][0] + timedelta(31)).replace(day=1) == days["this_month"][0]


@given(first=st.dates(date(2000, 1, 1), date(2098, 1, 1)), more=st.integers(-3, MOST_DAYS + 3))
def test_days_are_the_first_and_the_last(first: date, more: int) -> None:
    last = first + timedelta(more)
    if 0 <= more < MOST_DAYS:
        assert days_of(f"{first}/{last}", date(2026, 11, 21)) == (first, last)
    else:
        with pytest.raises(ValueError, match="days"):
            days_of(f"{first}/{last}", date(2026, 11, 21))
