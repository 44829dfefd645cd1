"""Endpointing passes on one unbroken run of what was said, however the sound arrives."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.hearing.endpoint import AFTER, BEFORE, CAP, ENOUGH, WINDOW, Endpointer
from kiosk_app.core.types import FRAME_SAMPLES

FRAME_BYTES = FRAME_SAMPLES * 2


def frame(number: int, speech: bool) -> bytes:
    """A frame that says its place, and whether it is speech."""
    return struct.pack("<I?", number, speech).ljust(FRAME_BYTES, b"\0")


def is_speech(sound: bytes) -> bool:
    assert len(sound) == FRAME_BYTES
    return bool(sound[4])


def sound(pattern: list[bool]) -> bytes:
    return b"".join(frame(number, speech) for number, speech in enumerate(pattern))


def frames(pcm: bytes) -> list[int]:
    """The places of the frames in what was passed on."""
    return [struct.unpack_from("<I", pcm, at)[0] for at in range(0, len(pcm), FRAME_BYTES)]


def runs(*lengths: int) -> list[bool]:
    """Silence, speech, silence, … of so many frames."""
    return [bool(place % 2) for place, length in enumerate(lengths) for _ in range(length)]


patterns = st.lists(st.integers(0, 120), max_size=9).map(lambda lengths: runs(*lengths))


def endpoint(pattern: list[bool]) -> tuple[list[int], Endpointer]:
    endpointer = Endpointer(is_speech)
    passed = endpointer.push(sound(pattern)) + endpointer.close()
    return frames(passed), endpointer


def test_silence_around_speech_is_trimmed_to_its_margins() -> None:
    passed, endpointer = endpoint(runs(100, 40, 100))
    assert passed == list(range(100 - BEFORE, 140 + AFTER))
    assert endpointer.seconds == pytest.approx(len(passed) * 0.02)
    assert endpointer.speech_started
    assert not endpointer.capped


@pytest.mark.parametrize(
    ("pattern", "seconds"), [(runs(), 0), (runs(50), 1), (runs(50, 5, 45), 2), (runs(50, 40), 0), (runs(50, 40, 50), 1)]
)
def test_quiet_is_counted_from_the_last_speech_that_is_any(pattern: list[bool], seconds: float) -> None:
    _, endpointer = endpoint(pattern)
    assert endpointer.quiet_seconds == pytest.approx(seconds)


def test_a_pause_inside_is_kept_whole() -> None:
    passed, _ = endpoint(runs(5, 40, 90, 3, 100))
    assert passed == list(range(5 + 40 + 90 + 3 + AFTER))


def test_speech_at_once_and_to_the_end_loses_nothing() -> None:
    assert endpoint(runs(0, 60))[0] == list(range(60))


@pytest.mark.parametrize("pattern", [[], runs(500), runs(20, ENOUGH - 1, 20), [True, *runs(WINDOW)] * ENOUGH])
def test_too_little_speech_is_nothing(pattern: list[bool]) -> None:
    passed, endpointer = endpoint(pattern)
    assert passed == []
    assert not endpointer.speech_started
    assert endpointer.seconds == 0


def test_just_enough_speech_is_an_utterance() -> None:
    passed, _ = endpoint(runs(50, ENOUGH, 50))
    assert passed == list(range(50 - BEFORE, 50 + ENOUGH + AFTER))


def test_sound_is_passed_on_while_it_is_spoken() -> None:
    endpointer = Endpointer(is_speech)
    assert endpointer.push(sound(runs(30, ENOUGH - 1))) == b""
    lead = endpointer.push(frame(99, True))
    assert frames(lead) == [*range(30 - BEFORE, 30 + ENOUGH - 1), 99]
    assert endpointer.push(frame(100, True)) == frame(100, True)


@pytest.mark.parametrize("pattern", [runs(0, CAP + 50), runs(0, 20, CAP + 200, 20), runs(30, CAP - BEFORE + 1)])
def test_nothing_follows_the_cap(pattern: list[bool]) -> None:
    endpointer = Endpointer(is_speech)
    passed = frames(endpointer.push(sound(pattern)))
    assert len(passed) == CAP
    assert endpointer.capped
    assert endpointer.seconds == 15
    assert endpointer.push(sound([True] * 5) + b"\0\0") == b""
    assert endpointer.close() == b""


@pytest.mark.parametrize(("extra", "kept"), [(0, 0), (1, 0), (2, 2), (639, 638)])
def test_the_last_part_of_a_frame_is_kept_in_whole_samples(extra: int, kept: int) -> None:
    endpointer = Endpointer(is_speech)
    endpointer.push(sound(runs(0, 30)) + b"\1" * extra)
    assert endpointer.close() == b"\1" * kept


def test_a_part_of_a_frame_after_trimmed_silence_is_dropped() -> None:
    endpointer = Endpointer(is_speech)
    endpointer.push(sound(runs(0, 30, AFTER)) + b"\1" * 20)
    assert endpointer.close() == b""


@given(patterns, st.lists(st.integers(0, 5000), max_size=40), st.integers(0, FRAME_BYTES - 1))
def test_how_the_sound_is_cut_makes_no_difference(pattern: list[bool], cuts: list[int], extra: int) -> None:
    pcm = sound(pattern) + b"\2" * extra
    whole = Endpointer(is_speech)
    expected = whole.push(pcm) + whole.close()
    cut = Endpointer(is_speech)
    passed, at = b"", 0
    for length in cuts:
        passed += cut.push(pcm[at : at + length])
        at += length
    passed += cut.push(pcm[at:]) + cut.close()
    assert passed == expected
    assert (cut.speech_started, cut.seconds, cut.capped) == (whole.speech_started, whole.seconds, whole.capped)


@given(patterns)
def test_what_is_passed_on_is_one_run_that_ends_with_the_speech(pattern: list[bool]) -> None:
    passed, endpointer = endpoint(pattern)
    started = any(sum(pattern[at : at + WINDOW]) >= ENOUGH for at in range(len(pattern)))
    assert endpointer.speech_started is started
    assert len(passed) <= CAP
    if started:
        assert passed == list(range(passed[0], passed[-1] + 1))
        said = [place for place, speech in enumerate(pattern) if speech]
        assert passed[-1] == min(said[-1] + AFTER, len(pattern) - 1, passed[0] + CAP - 1)
        assert any(pattern[passed[0] : passed[0] + BEFORE + 1])
    else:
        assert passed == []
