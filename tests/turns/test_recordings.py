"""Recordings for tuning: only what was spoken, only where a manager wants it, and never what was thrown away."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from kiosk_app.core.events import Asked, Ended, State
from kiosk_app.core.wire import Cancel, Close, Listen, StopListening, Submit
from tests.turns.scripted import PRICE, SECOND, Bench, FakeRecordings


def spoken(*hears: str, recordings: FakeRecordings, records: bool = True) -> Bench:
    """A till that hears these, one after the other, with Yes for every question."""
    bench = Bench(recordings=recordings, records=records)
    assert bench.microphone is not None
    assert bench.recogniser is not None
    bench.recogniser.hears = list(hears)
    bench.microphone.after = bench.post(StopListening())  # type: ignore[method-assign]
    return bench


def test_a_turn_is_kept_with_what_became_of_it() -> None:
    recordings = FakeRecordings()
    bench = spoken(PRICE, "yes", recordings=recordings)
    bench.on = {Asked: [bench.post(Listen())]}
    bench.run(Listen())
    (kept,) = recordings.kept  # the answer is not
    assert kept.pcm == SECOND.pcm
    assert (kept.text, kept.intent, kept.outcome, kept.engine) == (PRICE, "update_product_price", "done", "sphinx")
    assert kept.is_confirmed
    assert bench.all(State)[0].records


def test_what_was_not_understood_is_kept_and_what_was_thrown_away_or_typed_is_not() -> None:
    recordings = FakeRecordings()
    spoken("", recordings=recordings).run(Listen())
    assert [(kept.text, kept.outcome) for kept in recordings.kept] == [("", "not_understood")]
    thrown = spoken(recordings=recordings)
    assert thrown.microphone is not None
    thrown.microphone.after = thrown.post(Cancel())  # type: ignore[method-assign]
    thrown.run(Listen(), Submit("what"))
    assert len(recordings.kept) == 1


def test_nothing_is_kept_unless_that_is_wanted() -> None:
    recordings = FakeRecordings()
    bench = spoken("what", recordings=recordings, records=False)
    bench.run(Listen())
    assert recordings.kept == []
    assert not bench.all(State)[0].records


def test_a_recording_that_cannot_be_kept_disturbs_nothing() -> None:
    bench = spoken(PRICE, recordings=FakeRecordings(fails=True))
    bench.on = {Asked: [bench.answer("yes")]}
    bench.run(Listen())
    assert bench.ended.outcome == "done"


def test_old_ones_are_deleted_in_quiet_moments_also_when_no_more_are_made() -> None:
    recordings = FakeRecordings()
    spoken("", "", recordings=recordings).run(Listen())
    (young,) = recordings.kept
    old = Bench(recordings=recordings, records=False)
    recordings.kept.append(replace(young, at=datetime.now(UTC) - timedelta(days=15)))
    deleted = recordings.delete

    def delete(before: datetime | None = None) -> int:
        old.assistant.post(Close())
        return deleted(before)

    recordings.delete = delete  # type: ignore[method-assign]
    old.assistant.run()
    assert recordings.kept == [young]
    assert old.all(Ended) == []
