"""The settings file: what is wrong in it is told at the start."""

import pickle
from pathlib import Path

import pytest

from kiosk_app.core.errors import SettingsError
from kiosk_app.core.understanding.moods import MOODS
from kiosk_app.core.understanding.trigger_words import MOOD
from kiosk_app.settings import load_settings


def test_there_are_words_for_every_mood_that_can_be_heard() -> None:
    assert MOODS.keys() == MOOD.keys()
    assert all(words[language] for words in MOODS.values() for language in ("en", "es"))


def test_the_shop_says_what_suits_a_mood(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[moods]\ncosy = ["mulled wine", "soup"]\n', encoding="utf-8")
    settings = load_settings(file)
    assert settings.moods == {"cosy": ("mulled wine", "soup")}
    assert pickle.loads(pickle.dumps(settings)) == settings  # noqa: S301 - as it goes to the assistant's process


@pytest.mark.parametrize(
    "table", ['grumpy = ["coffee"]', "cosy = []", 'cosy = ["soup", " "]', 'cosy = "soup"', "cosy = [1]"]
)
def test_moods_that_make_no_sense_are_refused(tmp_path: Path, table: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"[moods]\n{table}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="settings_invalid"):
        load_settings(file)


def test_where_documents_come_from_and_what_is_remembered_is_set(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[knowledge]\nhosts = ["a.example"]\nserver = "http://10.0.0.2:8000"\n[memory]\nkeep_days = 0\n')
    settings = load_settings(file)
    assert (settings.knowledge.hosts, settings.memory.keep_days) == (("a.example",), 0)


@pytest.mark.parametrize(
    "table", ['[knowledge]\nserver = "10.0.0.2:8000"', '[knowledge]\nserver = "ftp://a"', "[memory]\nkeep_days = -1"]
)
def test_addresses_and_days_that_make_no_sense_are_refused(tmp_path: Path, table: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"{table}\n")
    with pytest.raises(SettingsError, match="settings_invalid"):
        load_settings(file)
