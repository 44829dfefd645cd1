"""A store's mapping: what fits is read, what does not is refused, and the settings file keeps its comments."""

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.core.codec import from_json
from kiosk_app.core.errors import SettingsError
from kiosk_app.core.intents import INTENTS
from kiosk_app.core.store_api import NEEDS, Paths, ProductFields, SignIn, StoreApi, Versions, minor_unit
from kiosk_app.settings import Settings, load_settings
from kiosk_app.settings_file import save_store

FOREIGN = StoreApi(
    sign_in=SignIn("jwt", refresh_path="/auth/refresh/"),
    ids="string",
    money="minor",
    idempotency_header="",
    paths=Paths(products="/v2/articles/", product="/v2/articles/{id}", order="", sales=""),
    versions=Versions("field", "updated_at"),
    product=ProductFields(price="pricing.price_cents", stock=""),
)


def test_the_defaults_lack_nothing_and_every_need_is_a_name_that_exists() -> None:
    assert StoreApi().lacks == frozenset()
    assert NEEDS.keys() < INTENTS.keys()
    everything = {"stock", *(each for each in Paths.__dataclass_fields__)}
    assert {name for needed in NEEDS.values() for name in needed} <= everything
    assert FOREIGN.lacks == {"order", "sales", "stock"}
    assert not FOREIGN.guards


@pytest.mark.parametrize(
    "wrong",
    [
        {"paths": {"prodcuts": "/x/"}},
        {"paths": {"products": "https://elsewhere.example/x/"}},
        {"paths": {"products": "//elsewhere.example/x/"}},
        {"paths": {"products": "@elsewhere.example/"}},
        {"paths": {"products": "/x/?page=1"}},
        {"paths": {"products": "/x/../y/"}},
        {"paths": {"product": "/x/{name}/"}},
        {"paths": {"product": "/x/"}},
        {"product": {"price": "price..amount"}},
        {"product": {"price": "a price"}},
        {"product": {"cost": "cost"}},
        {"money": "shells"},
        {"ids": "uuid"},
        {"sign_in": {"scheme": "Token: x"}},
        {"sign_in": {"kind": "cookies"}},
        {"sign_in": {"path": "https://elsewhere.example/x/"}},
        {"sign_in": {"refresh_path": "/x/{id}/"}},
        {"sign_in": {"token": ""}},
        {"idempotency_header": "Key\r\nX"},
        {"currency": "euro"},
        {"versions": {"how": "field"}},
        {"paths": {"person": ""}, "product": {"currency": ""}},
        {"pages": {"style": "infinite"}},
    ],
)
def test_what_does_not_fit_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_json(StoreApi, wrong)


def test_a_kind_of_sign_in_has_its_usual_path_and_word() -> None:
    assert SignIn() == SignIn("token", "/api/auth/token/", scheme="Token")
    assert SignIn("jwt") == SignIn("jwt", "/api/token/", scheme="Bearer")
    assert SignIn("session").path == "/api-auth/login/"
    assert from_json(StoreApi, {"sign_in": {"kind": "jwt", "scheme": "JWT"}}).sign_in.scheme == "JWT"


def test_the_smallest_coin() -> None:
    assert [minor_unit(code) for code in ("EUR", "JPY", "KWD")] == [Decimal("0.01"), Decimal(1), Decimal("0.001")]


SETTINGS = """# The till in the hall
[till]
name = "till-2"   # by the door

[store] # ours
url = 'https://old.example'  # until the move
# who signs in by default
username = "maria"

[store.api]
money = "number"

# what people may say
[intents]
off = ["adjust_prices"]
"""


def test_saving_replaces_the_mapping_and_keeps_everything_else(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(SETTINGS)
    for _ in range(2):
        save_store(file, "https://new.example", "eva", FOREIGN)
        settings = load_settings(file)
        assert (settings.store.url, settings.store.username, settings.store.api) == (
            "https://new.example",
            "eva",
            FOREIGN,
        )
        assert (settings.till.name, settings.intents.off) == ("till-2", ("adjust_prices",))
    text = file.read_text()
    kept = ["# The till in the hall", "# by the door", "# ours", "# until the move", "# who signs in", "# what people"]
    assert all(text.count(comment) == 1 for comment in kept)
    assert text.count("[store.api]") == 1
    save_store(file, "https://new.example", "eva", StoreApi())
    assert "store.api" not in file.read_text()
    assert load_settings(file).store.api == StoreApi()


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    file = tmp_path / "new" / "settings.toml"
    save_store(file, "https://shop.example", 'an"a', FOREIGN)
    assert load_settings(file) == from_json(Settings, {"store": tomllib.loads(file.read_text())["store"]})
    assert load_settings(file).store.username == 'an"a'


@pytest.mark.parametrize(
    "text",
    [
        'store = {url = "https://x.example"}\n',
        'store.url = "https://x.example"\n',
        "nonsense",
        '[store]\nurl = """x"""\n',
    ],
)
def test_a_file_that_cannot_be_changed_safely_is_left_alone(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text)
    with pytest.raises(SettingsError, match="settings_not_saved"):
        save_store(file, "https://shop.example", "ana", FOREIGN)
    assert file.read_text() == text
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["settings.toml"]


@given(
    st.lists(st.sampled_from([*SETTINGS.splitlines(), "[store.api.paths]", 'order = ""', "[models]", ""]), max_size=14)
)
def test_whatever_stands_in_the_file_stays_or_nothing_is_written(tmp_path_factory: Any, lines: list[str]) -> None:
    file = tmp_path_factory.mktemp("any") / "settings.toml"
    file.write_text("\n".join(lines))
    try:
        before = tomllib.loads(file.read_text())
        save_store(file, "https://shop.example", "ana", FOREIGN)
    except (SettingsError, ValueError):
        assert file.read_text() == "\n".join(lines)
        return
    after = tomllib.loads(file.read_text())
    store = after.pop("store")
    assert (store["url"], store["username"]) == ("https://shop.example", "ana")
    assert before | {"store": {}} == after | {"store": {}}
