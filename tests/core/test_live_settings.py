"""A window that is open learns that other models were chosen, and of nothing else."""

import os
from functools import partial
from pathlib import Path

import pytest

from kiosk_app.core.errors import SettingsError
from kiosk_app.settings import AudioSettings, LiveSettings, ModelSettings, Settings, load_settings
from kiosk_app.settings_file import save_model, save_setting


def later(file: Path) -> None:
    """The clock of the file system may be coarse."""
    stat = file.stat()
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1_000_000_000))


def test_other_models_are_noticed_once(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    live = LiveSettings(Settings(), file, partial(save_model, file))
    assert not live.changed()
    save_model(file, "voice", "en_GB-hum-low")
    assert live.changed()
    assert live.settings == Settings(models=ModelSettings(voice="en_GB-hum-low"))
    assert not live.changed()


@pytest.mark.parametrize("text", ["[till]\nname = 'till-9'\n", "[models", "[models]\nvoice = 3\n"])
def test_anything_else_is_not_for_an_open_window(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("")
    live = LiveSettings(Settings(), file, partial(save_model, file))
    file.write_text(text)
    later(file)
    assert not live.changed()
    assert live.settings == Settings()


def chosen(file: Path, **models: str) -> LiveSettings:
    """A window that is open while these are chosen, one after the other."""
    live = LiveSettings(Settings(), file, partial(save_model, file))
    assert live.to_start() == Settings()
    for role, name in models.items():
        save_model(file, role, name)
        later(file)
        assert live.changed()
    return live


def test_models_that_end_their_assistant_are_given_up_for_the_former_ones(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    live = chosen(file, voice="new", intent="other")  # both before an assistant could start
    assert live.to_start().models == ModelSettings(voice="new", intent="other")
    assert live.given_up is None
    assert live.to_start() == Settings()
    assert live.given_up == ("other, new", "kiosk-intent, auto")
    assert load_settings(file) == Settings()
    assert not live.changed()
    assert live.to_start() == Settings()


def test_a_model_that_worked_is_the_former_one_of_the_next(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    live = chosen(file, voice="good")
    live.to_start()
    save_model(file, "voice", "bad")
    later(file)
    assert live.changed()
    assert live.to_start().models.voice == "bad"
    assert live.to_start().models.voice == load_settings(file).models.voice == "good"


def test_settings_that_cannot_be_written_do_not_keep_the_former_model_away(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("")
    live = LiveSettings(Settings(), file, partial(save_model, file))
    file.write_text('models = { voice = "bad" }\n')
    later(file)
    assert live.changed()
    live.to_start()
    assert live.to_start() == Settings()


def test_recordings_are_switched_for_an_open_window(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    live = LiveSettings(Settings(), file, partial(save_model, file))
    save_setting(file, "recordings", "on", True)
    assert live.changed()
    assert live.settings.recordings.on


def test_a_microphone_that_was_chosen_is_for_the_next_assistant(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("[audio]\nvolume = 40 # quiet\n")
    live = LiveSettings(load_settings(file), file, partial(save_model, file))
    save_setting(file, "audio", "microphone", "USB")
    save_setting(file, "audio", "volume", 50)
    later(file)
    assert not live.changed()
    assert live.settings.audio == AudioSettings(microphone="USB", volume=50)
    assert file.read_text() == '[audio]\nmicrophone = "USB"\nvolume = 50 # quiet\n'


def test_a_model_is_chosen_and_all_else_stays(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('# mine\n[models] # chosen by IT\nvoice = "espeak"  # quick\n\n[till]\nname = "till-9"\n')
    save_model(file, "voice", "es_ES-hum-low")
    save_model(file, "recogniser", "whisper-tiny")
    assert file.read_text() == (
        '# mine\n[models] # chosen by IT\nrecogniser = "whisper-tiny"\nvoice = "es_ES-hum-low"  # quick\n\n'
        '[till]\nname = "till-9"\n'
    )
    assert load_settings(file).models == ModelSettings(voice="es_ES-hum-low", recogniser="whisper-tiny")


def test_settings_that_cannot_be_changed_safely_stay(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('models = { voice = "espeak" }\n')
    with pytest.raises(SettingsError):
        save_model(file, "voice", "other")
    assert file.read_text() == 'models = { voice = "espeak" }\n'
