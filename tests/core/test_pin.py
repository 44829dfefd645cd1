"""PINs and the wait after wrong ones: it only grows, it ends, and no clock shortens it."""

from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.pin import FREE_TRIES, LONGEST_WAIT_S, BackOff, is_pin

TIMES = st.floats(0, 4e9)
FAILURES = st.integers(0, 10_000)


@given(st.text(max_size=12))
def test_a_pin_is_four_to_eight_digits_of_ours(text: str) -> None:
    assert is_pin(text) == (4 <= len(text) <= 8 and all(character in "0123456789" for character in text))


def test_four_and_eight_digits_and_no_others() -> None:
    assert [is_pin("1" * count) for count in range(3, 10)] == [False, True, True, True, True, True, False]
    assert not is_pin("١٢٣٤")


@given(TIMES)
def test_the_first_tries_are_free_and_the_next_one_is_not(now: float) -> None:
    tries = BackOff()
    for _ in range(FREE_TRIES):
        assert tries.wait_s(now) == 0
        tries = tries.failed(now)
    assert tries.wait_s(now) == 0
    assert tries.failed(now).wait_s(now) > 0


@given(FAILURES, TIMES)
def test_each_failure_makes_the_wait_longer_up_to_a_bound(failures: int, now: float) -> None:
    wait, longer = BackOff(failures, now).wait_s(now), BackOff(failures + 1, now).wait_s(now)
    assert wait <= longer <= LONGEST_WAIT_S
    assert wait == longer == 0 or wait < longer or longer == LONGEST_WAIT_S


@given(FAILURES, TIMES, TIMES)
def test_time_ends_the_wait_and_a_clock_set_back_neither_ends_nor_lengthens_it(
    failures: int, failed_at: float, now: float
) -> None:
    tries = BackOff(failures, failed_at)
    assert tries.wait_s(failed_at + LONGEST_WAIT_S + 1) == 0
    whole = tries.wait_s(failed_at)
    assert 0 <= tries.wait_s(now) <= whole
    if now <= failed_at:
        assert tries.wait_s(now) == whole
