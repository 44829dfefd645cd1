"""The voice says what is wanted, stops at once, and stops nothing else."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from kiosk_app.core.events import Asked, Spoke
from kiosk_app.core.types import Audio
from kiosk_app.core.wire import Cancel, Close, Listen, SetVolume, Submit
from tests.turns.scripted import PRICE, Bench, ScriptedVoice


def test_any_command_silences_the_voice(bench: Bench) -> None:
    bench.run(Submit("what"))
    assert bench.voice.stopped == 2  # for Submit and Close
    assert bench.voice.played == 1


def test_a_voice_that_fails_stops_nothing(bench: Bench) -> None:
    bench.voice.fails = True
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit(PRICE))
    assert bench.ended.outcome == "done"
    assert bench.all(Spoke) == []


def test_who_listens_next_is_not_spoken_over(bench: Bench) -> None:
    assert bench.microphone is not None
    bench.microphone.after = bench.post(Cancel())  # type: ignore[method-assign]
    bench.run(Submit("what"), Listen())
    assert bench.voice.played == 0


def test_what_is_said_is_made_and_played_piece_by_piece(bench: Bench) -> None:
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Submit(PRICE))
    (spoke,) = bench.all(Spoke)
    assert bench.voice.spoken == ["Coca-Cola thirty-three centilitre can is now", "one euro twenty."]
    assert spoke.text == " ".join(bench.voice.spoken)


def test_who_begins_to_speak_hears_no_further_sentence(bench: Bench) -> None:
    assert bench.microphone is not None
    bench.microphone.after = bench.post(Cancel())  # type: ignore[method-assign]
    bench.voice.while_it_sounds = bench.post(Listen())
    bench.run(Submit("what"))
    assert len(bench.voice.spoken) < 3  # the first, and the one that was in the making


def test_the_volume_is_set_at_once_and_disturbs_nothing(bench: Bench) -> None:
    bench.voice.while_it_sounds = bench.post(SetVolume(40))
    bench.run(Submit("what"))
    assert bench.voice.volume == 0.4
    assert bench.voice.stopped == 2  # for Submit and Close


@pytest.mark.parametrize(("percent", "volume"), [(-5, 0), (0, 0), (100, 1), (900, 1)])
def test_a_volume_is_never_louder_than_the_sound_itself(bench: Bench, percent: int, volume: float) -> None:
    bench.assistant.post(SetVolume(percent))
    assert bench.voice.volume == volume


def test_a_muted_till_shows_its_answers_without_waiting_for_a_voice(bench: Bench) -> None:
    bench.voice.volume = 0
    bench.run(Submit("what"))
    assert bench.voice.spoken == []
    assert bench.all(Spoke) == []


def test_an_idle_till_makes_ready_what_it_says_often() -> None:
    bench = Bench(frequent=("Done.", "The order is empty."))
    bench.voice.speak = _and_then(bench.voice.speak, bench, after=2)  # type: ignore[assignment, method-assign]
    bench.assistant.run()
    assert bench.voice.spoken == ["Done.", "The order is empty."]
    assert bench.voice.played == 0


def test_a_voice_that_fails_is_not_tried_again_and_again() -> None:
    bench = Bench(frequent=("Done.", "The order is empty."), voice=ScriptedVoice(fails=True))
    bench.voice.speak = _and_then(bench.voice.speak, bench, after=1)  # type: ignore[assignment, method-assign]
    bench.assistant.run()
    assert bench.voice.spoken == []


def _and_then(
    speak: Callable[[Sequence[str]], Iterator[Audio]], bench: Bench, after: int
) -> Callable[[Sequence[str]], Iterator[Audio]]:
    """The same; after so many calls, the till is closed."""
    left = [after]

    def spoken(pieces: Sequence[str]) -> Iterator[Audio]:
        left[0] -= 1
        if not left[0]:
            bench.assistant.post(Close())
        return speak(pieces)

    return spoken
