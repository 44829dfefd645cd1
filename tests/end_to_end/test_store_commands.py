"""`store connect` and `store check`, run as a person runs them, on the demo store and on foreign ones."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import httpx
import pytest

from kiosk_app import shop
from kiosk_app.cli import store as commands
from kiosk_app.core.store_api import Choice, Paths, Proposal, StoreApi
from kiosk_app.settings import StoreSettings, load_settings
from tests.demo_store import DemoStore, running_demo_store
from tests.end_to_end.test_commands import kiosk_app, lines
from tests.foreign_store import PASSWORD, running_foreign_store

PASSWORDS = {shop.PASSWORD_VARIABLE: PASSWORD}


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_foreign_store("bare", tmp_path_factory.mktemp("bare") / "log") as url:
        yield url


def test_a_foreign_store_is_connected_by_its_schema_checked_and_asked(tmp_path: Path) -> None:
    settings, schema = tmp_path / "settings.toml", tmp_path / "schema.json"
    with running_foreign_store("offset", tmp_path / "log") as url:
        schema.write_text(httpx.get(f"{url}/api/schema/?format=json", trust_env=False, timeout=60).text)
        arguments: list[str | Path] = ["--user", "manager", "--settings", settings, "--schema", schema]
        settings.write_text("# ours\n[till]\nname = 'till-7'\n")
        connected = kiosk_app("store", "connect", url, *arguments, environment=PASSWORDS)
        assert connected.returncode == 0, connected.stdout + connected.stderr
        assert "product.price            unit_price" in connected.stdout
        assert "Cola 33 cl: 1.10 €" in connected.stdout
        assert settings.read_text().startswith("# ours\n[till]\nname = 'till-7'\n")
        api = load_settings(settings).store.api
        assert (api.money, api.pages.style, api.versions.field) == ("number", "offset", "version")

        checked = kiosk_app("store", "check", "--settings", settings, "--json", environment=PASSWORDS)
        assert checked.returncode == 0, checked.stdout + checked.stderr
        said = lines(checked)
        assert "one round trip" in said[0]["note"]
        assert "never sent twice" in said[1]["note"]
        assert "no action log" in said[2]["note"]
        verdicts = {line["intent"]: line["can"] for line in said[3:]}
        assert verdicts["update_product_price"] == verdicts["search_products"] == "yes"
        assert verdicts["adjust_stock"] == verdicts["add_to_order"] == verdicts["update_customer"] == "no"

        asked = kiosk_app("turn", "--settings", settings, "--text", "how much is the lemonade", environment=PASSWORDS)
        assert "1.40" in asked.stdout


def test_the_demo_store_needs_no_mapping_and_its_people_differ(store: DemoStore, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("")
    verdicts = {}
    for person in (store.manager, store.cashier):
        password = {shop.PASSWORD_VARIABLE: person.password}
        arguments: list[str | Path] = ["--user", person.username, "--settings", settings]
        connected = kiosk_app("store", "connect", store.url, *arguments, environment=password)
        assert connected.returncode == 0, connected.stdout + connected.stderr
        assert all(path in connected.stdout for path in asdict(Paths()).values())
        assert "✓ product      Coffee: 1.80 €" in connected.stdout
        assert "store.api" not in settings.read_text()
        assert load_settings(settings).store == StoreSettings(store.url, person.username)
        checked = kiosk_app("store", "check", "--settings", settings, "--json", environment=password)
        guarded, keyed, recorded, *each = lines(checked)
        assert "If-Match" in guarded["note"]
        assert "Idempotency-Key" in keyed["note"]
        assert "/api/action-log/" in recorded["note"]
        verdicts[person.username] = {line["intent"]: line["can"] for line in each}
    assert set(verdicts[store.manager.username].values()) == {"yes"}
    denied = {intent for intent, can in verdicts[store.cashier.username].items() if can != "yes"}
    assert denied == {"update_product_price", "adjust_prices", "query_sales"}


def test_a_store_with_other_names_for_everything_is_connected_without_a_question(tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("")
    with running_foreign_store("cursor", tmp_path / "log") as url:
        prices = {}
        for who in ("manager", "cashier"):
            connected = kiosk_app("store", "connect", url, "--user", who, "--settings", settings, environment=PASSWORDS)
            assert connected.returncode == 0, connected.stdout + connected.stderr
            checked = kiosk_app("store", "check", "--settings", settings, "--json", environment=PASSWORDS)
            verdicts = {line.get("intent"): line for line in lines(checked)}
            assert verdicts["find_customer"]["can"] == "yes"
            assert verdicts["add_to_order"]["can"] == "no"
            prices[who] = verdicts["update_product_price"]["can"]
    assert prices == {"manager": "yes", "cashier": "unknown"}
    api = load_settings(settings).store.api
    assert (api.sign_in.kind, api.paths.products, api.product.price) == (
        "session",
        "/v2/articles/",
        "pricing.price_cents",
    )
    assert (api.money, api.pages.style, api.guards, api.idempotency_header) == (
        "minor",
        "cursor",
        True,
        "X-Idempotency-Key",
    )


def test_the_demo_store_is_served_without_a_terminal_until_its_command_ends(tmp_path: Path) -> None:
    database = tmp_path / "store.sqlite3"
    with running_demo_store(database):
        pass  # it is made sooner like this
    arguments = ["store", "serve", "--database", str(database), "--port", "0"]
    command = [sys.executable, "-m", "kiosk_app", *arguments]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        schema = httpx.get(f"{url}/api/schema/", trust_env=False, timeout=60)
        assert "/api/products/" in schema.json()["paths"]
        process.terminate()
        assert process.stdout.read() == ""  # the store held this pipe open too: it has ended
        assert process.wait() == -signal.SIGTERM


def test_what_is_unsure_is_asked_said_beforehand_or_refused(bare: str, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    arguments: list[str | Path] = ["store", "connect", bare, "--user", "manager", "--settings", settings]
    settings.write_text("")
    shown = kiosk_app(*arguments, "--json", environment=PASSWORDS)
    (found,) = lines(shown)
    assert not found["sure"]
    assert [choice["setting"] for choice in found["choices"] if not choice["sure"]] == ["currency"]
    assert found["mapping"]["pages"] == {"results": "", "style": "none"}
    refused = kiosk_app(*arguments, environment=PASSWORDS)
    assert (refused.returncode, "[store_unsure]" in refused.stderr) == (2, True)
    assert settings.read_text() == ""
    wrong = kiosk_app(*arguments, "--set", "currency=euros", environment=PASSWORDS)
    assert (wrong.returncode, "[store_mapping_invalid]" in wrong.stderr) == (2, True)
    saved = kiosk_app(*arguments, "--set", "currency=EUR", environment=PASSWORDS)
    assert saved.returncode == 0, saved.stdout + saved.stderr
    assert load_settings(settings).store.api.currency == "EUR"
    stranger = kiosk_app("store", "check", "--settings", settings, environment={shop.PASSWORD_VARIABLE: "guess"})
    assert (stranger.returncode, "[sign_in_wrong]" in stranger.stderr) == (5, True)


def test_a_mapping_that_does_not_work_is_not_saved(bare: str, tmp_path: Path) -> None:
    settings = tmp_path / "settings.toml"
    settings.write_text("")
    said = ["--set", "currency=EUR", "--set", "product.stock=on_hand"]
    failed = kiosk_app(
        "store", "connect", bare, "--user", "manager", "--settings", settings, *said, environment=PASSWORDS
    )
    assert failed.returncode == 2
    assert "✗ products" in failed.stdout
    assert settings.read_text() == ""


def test_questions_are_asked_one_after_the_other_until_all_is_sure() -> None:
    asked: list[str] = []

    def propose(said: object) -> Proposal:
        assert isinstance(said, dict)
        doubts = [Choice(name, "a", "it may be", ("b", ""), sure=name in said) for name in ("money", "currency")]
        return Proposal(StoreApi(), tuple(doubts))

    def ask(choice: Choice) -> str:
        asked.append(choice.setting)
        return "b"

    assert commands.settle(propose, {}, ask).unsure == ()
    assert asked == ["money", "currency"]


@pytest.mark.parametrize(("typed", "value"), [("", "a"), ("2", "b"), ("3", ""), ("4", "4"), ("chf", "chf")])
def test_an_answer_is_a_number_or_a_value(monkeypatch: pytest.MonkeyPatch, typed: str, value: str) -> None:
    monkeypatch.setattr("builtins.input", lambda _: typed)
    assert commands.ask_at_terminal(Choice("money", "a", "it may be", ("b", ""), sure=False)) == value


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["store", "check"], "store_not_set"),
        (["store", "connect", "http://127.0.0.1:9"], "user_missing"),
        (["store", "connect", "http://127.0.0.1:9", "--user", "ana"], "password_missing"),
        (["store", "connect", "http://shop.example", "--user", "ana"], "store_url_insecure"),
        (
            ["store", "connect", "http://127.0.0.1:9", "--user", "ana", "--schema", "pyproject.toml"],
            "schema_unreadable",
        ),
    ],
)
def test_wrong_usage_is_one_sentence(arguments: list[str], code: str) -> None:
    run = kiosk_app(*arguments)
    assert (run.returncode, f"[{code}]" in run.stderr) == (2, True), run.stderr
