"""The vault: only the right PIN of the right person opens a password, and nothing readable lies anywhere."""

import json
import stat
from base64 import b64decode, b64encode
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from argon2.profiles import CHEAPEST
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk_app.core.errors import KioskError, MissingPart, Refused, UsageError
from kiosk_app.core.pin import FREE_TRIES
from kiosk_app.engines.vault import Colleagues, Vault
from tests.clock import Clock
from tests.fake_keyring import FakeKeyring
from tests.fakes import FakeStore

HOST, OTHER = "https://shop.example", "https://other.example"
PINS = st.text("0123456789", min_size=4, max_size=8)
PASSWORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)


@pytest.fixture
def clock() -> Clock:
    return Clock(1_800_000_000.0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "people.json"


@pytest.fixture
def vault(file: Path, clock: Clock) -> Vault:
    """On a machine without a keyring."""
    return Vault(file, FakeKeyring(is_there=False), CHEAPEST, clock)


def refused(vault: Vault, pin: str, user: str = "ana") -> KioskError:
    with pytest.raises(Refused) as caught:
        vault.unseal(HOST, user, pin)
    return caught.value


@given(PASSWORDS, PINS, PINS)
def test_the_right_pin_opens_and_any_other_does_not(password: str, pin: str, other: str) -> None:
    assume(pin != other)
    with TemporaryDirectory() as folder:
        vault = Vault(Path(folder) / "people.json", FakeKeyring(is_there=False), CHEAPEST)
        assert vault.keep(HOST, "ana", password, pin) == "file"
        assert refused(vault, other).code == "pin_wrong"
        assert vault.unseal(HOST, "ana", pin) == password
        assert vault.password(HOST, "ana") is None


@given(st.integers(0), st.integers(1, 255))
def test_what_was_tampered_with_does_not_open(place: int, change: int) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "people.json"
        vault = Vault(file, FakeKeyring(is_there=False), CHEAPEST)
        vault.keep(HOST, "ana", "a long secret", "1234")
        book = json.loads(file.read_text())
        raw = bytearray(b64decode(book["entries"][0]["sealed"]))
        raw[place % len(raw)] ^= change
        book["entries"][0]["sealed"] = b64encode(raw).decode()
        file.write_text(json.dumps(book))
        assert refused(vault, "1234").code == "pin_wrong"


@pytest.mark.parametrize("moved", [{"host": OTHER}, {"user": "ben"}])
def test_a_sealed_password_opens_only_for_its_own_store_and_person(
    vault: Vault, file: Path, moved: dict[str, str]
) -> None:
    vault.keep(HOST, "ana", "a long secret", "1234")
    book = json.loads(file.read_text())
    book["entries"][0] |= moved
    file.write_text(json.dumps(book))
    entry = book["entries"][0]
    with pytest.raises(Refused):
        vault.unseal(entry["host"], entry["user"], "1234")


def test_the_file_is_its_owners_alone_and_holds_no_secret(vault: Vault, file: Path) -> None:
    vault.keep(HOST, "ana", "a long secret", "1234")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    file.chmod(0o644)
    vault.keep(HOST, "ben", "another secret", "5678")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not any(secret in file.read_text() for secret in ("secret", "1234", "5678"))
    assert [path.name for path in file.parent.iterdir()] == ["people.json"]


def test_without_a_keyring_and_without_a_pin_nothing_is_kept(vault: Vault, file: Path) -> None:
    assert vault.keep(HOST, "ana", "a long secret") == "nowhere"
    assert vault.users(HOST) == ()
    assert not file.exists()
    vault.keep(HOST, "ana", "a long secret", "1234")
    assert vault.keep(HOST, "ana", "a newer secret") == "nowhere"
    assert vault.users(HOST) == ()


@pytest.mark.parametrize("pin", ["123", "123456789", "12a4", "١٢٣٤"])
def test_what_is_no_pin_is_refused(vault: Vault, pin: str) -> None:
    with pytest.raises(UsageError) as caught:
        vault.keep(HOST, "ana", "a long secret", pin)
    assert caught.value.code == "pin_form"
    assert vault.users(HOST) == ()


def test_a_keyring_holds_the_password_and_the_file_only_the_name(file: Path) -> None:
    ring = FakeKeyring()
    vault = Vault(file, ring, CHEAPEST)
    assert vault.keep(HOST, "ana", "a long secret") == "keyring"
    assert vault.password(HOST, "ana") == "a long secret"
    assert not vault.has_pin(HOST, "ana")
    assert "secret" not in file.read_text()
    with pytest.raises(Refused):
        vault.unseal(HOST, "ana", "1234")


def test_a_pin_seals_what_lies_in_the_keyring_too(file: Path) -> None:
    ring = FakeKeyring()
    vault = Vault(file, ring, CHEAPEST)
    assert vault.keep(HOST, "ana", "a long secret", "1234") == "keyring"
    assert "secret" not in str(ring.secrets)
    assert vault.password(HOST, "ana") is None
    assert vault.unseal(HOST, "ana", "1234") == "a long secret"
    ring.secrets.clear()
    with pytest.raises(MissingPart) as caught:
        vault.unseal(HOST, "ana", "1234")
    assert caught.value.code == "keyring_failed"


def test_whoever_signed_in_last_comes_first(vault: Vault) -> None:
    for user in ("ana", "ben", "cleo"):
        vault.keep(HOST, user, "secret", "1234")
    vault.keep(OTHER, "dora", "secret", "1234")
    assert vault.users(HOST) == ("cleo", "ben", "ana")
    vault.unseal(HOST, "ana", "1234")
    assert vault.users(HOST) == ("ana", "cleo", "ben")
    refused(vault, "0000", "ben")
    assert vault.users(HOST) == ("ana", "cleo", "ben")


def test_wrong_pins_cost_time_even_after_a_restart(vault: Vault, file: Path, clock: Clock) -> None:
    vault.keep(HOST, "ana", "secret", "1234")
    vault.keep(HOST, "ben", "secret", "1234")
    assert [refused(vault, "0000").code for _ in range(FREE_TRIES)] == ["pin_wrong"] * FREE_TRIES
    assert refused(vault, "0000").values == {"seconds": 5}
    started_again = Vault(file, FakeKeyring(is_there=False), CHEAPEST, clock)
    assert refused(started_again, "1234").code == "pin_wait"
    assert vault.unseal(HOST, "ben", "1234") == "secret"
    clock.now += 4.9
    assert refused(vault, "1234").values == {"seconds": 1}
    clock.now += 0.2
    assert refused(vault, "0000").values == {"seconds": 10}
    clock.now += 11
    assert vault.unseal(HOST, "ana", "1234") == "secret"
    assert refused(vault, "0000").code == "pin_wrong"


def test_who_is_forgotten_is_forgotten_everywhere(file: Path) -> None:
    ring = FakeKeyring()
    vault = Vault(file, ring, CHEAPEST)
    vault.keep(HOST, "ana", "secret", "1234")
    vault.keep(HOST, "ben", "secret")
    assert vault.forget(HOST, "ana")
    assert not vault.forget(HOST, "ana")
    assert vault.users(HOST) == ("ben",)
    assert vault.forget(HOST, "ben")
    assert ring.secrets == {}


@pytest.mark.parametrize("content", ["", "{", "[]", '{"entries": [{}]}', "\ud800"])
def test_a_damaged_file_is_named_and_never_overwritten(vault: Vault, file: Path, content: str) -> None:
    file.parent.mkdir()
    file.write_bytes(content.encode("utf-8", "surrogatepass"))
    for attempt in (
        lambda: vault.users(HOST),
        lambda: vault.unseal(HOST, "ana", "1234"),
        lambda: vault.keep(HOST, "ana", "secret", "1234"),
    ):
        with pytest.raises(MissingPart) as caught:
            attempt()
        assert caught.value.code == "vault_failed"
    assert file.read_bytes() == content.encode("utf-8", "surrogatepass")
    assert Colleagues(vault, HOST, lambda *_: FakeStore()).names() == ()


def test_colleagues_are_those_with_a_pin_and_sign_in_with_their_own_password(file: Path) -> None:
    vault = Vault(file, FakeKeyring(), CHEAPEST)
    vault.keep(HOST, "ana", "anas secret", "1234")
    vault.keep(HOST, "ben", "bens secret")
    given: list[tuple[str, str]] = []

    def sign_in(user: str, password: str) -> FakeStore:
        given.append((user, password))
        return FakeStore(user=user)

    colleagues = Colleagues(vault, HOST, sign_in)
    assert colleagues.names() == ("ana",)
    assert colleagues.unlock("ana", "1234")().user == "ana"
    assert given == [("ana", "anas secret")]
    with pytest.raises(Refused):
        colleagues.unlock("ben", "1234")


def test_by_default_a_key_costs_what_the_rfc_recommends(tmp_path: Path) -> None:
    file = tmp_path / "people.json"
    dear = Vault(file, FakeKeyring(is_there=False))
    dear.keep(HOST, "ana", "secret", "1234")
    cheap = Vault(file, FakeKeyring(is_there=False), replace(CHEAPEST, time_cost=3, memory_cost=64 * 1024 - 4))
    assert refused(cheap, "1234").code == "pin_wrong"
    assert dear.unseal(HOST, "ana", "1234") == "secret"
