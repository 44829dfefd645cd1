"""The commands under `kb`, as a person runs them."""

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from kiosk_app.cli.knowledge import add_documents
from kiosk_app.core.documents.shelf import Shelf
from kiosk_app.shop import PASSWORD_VARIABLE
from tests.demo_store import DemoStore
from tests.end_to_end.test_commands import kiosk_app, lines
from tests.fake_documents import FakeReader, FakeSources
from tests.fake_knowledge import FakeKnowledge


def outcomes(run: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    """The lines but for those that tell how far it is."""
    return [line for line in lines(run) if line.get("event") != "Progress"]


def test_documents_are_added_asked_shown_and_removed(tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / "returns.md").write_text("# Returns\n\n## Food\n\nPackaged food can come back within seven days.")
    (shop / "copy.md").write_text("# Returns\n\n## Food\n\nPackaged food can come back within seven days.")
    (shop / "broken.pdf").write_bytes(b"no pdf")
    run = kiosk_app("kb", "add", shop, "--json")
    assert run.returncode == 2
    broken, copy, returns = outcomes(run)
    assert (broken["outcome"], broken["code"]) == ("failed", "document_unreadable")
    assert (copy["number"], copy["of"], copy["outcome"], copy["chunks"]) == (2, 3, "added", 1)
    assert returns["outcome"] == "twin"
    failed, kept, twin = lines(kiosk_app("kb", "list", "--json"))
    assert (failed["title"], failed["state"]) == ("broken.pdf", "failed")
    assert "broken.pdf cannot be read" in failed["problem"]
    assert (kept["title"], kept["language"], kept["name"]) == ("Returns", "en", str(shop / "copy.md"))
    assert (twin["state"], twin["chunks"]) == ("twin", 0)
    (chunk,) = lines(kiosk_app("kb", "show", "Returns", "--json"))
    assert (chunk["section"], chunk["text"]) == ("Food", "Packaged food can come back within seven days.")
    asked = kiosk_app("kb", "ask", "can packaged food come back within days", "--json")
    (answer,) = lines(asked)
    assert (asked.returncode, answer["answered"]) == (0, True)
    assert answer["passages"][0]["quote"] == chunk["text"]
    assert kiosk_app("kb", "ask", "do you sell bicycles", "--json").returncode == 3
    assert kiosk_app("kb", "remove", "copy.md").returncode == 0
    again = kiosk_app("kb", "remove", "copy.md")
    assert (again.returncode, "document_not_kept" in again.stderr) == (2, True)
    assert kiosk_app("kb", "ask", "can food come back").returncode == 3
    twin, synced = outcomes(kiosk_app("kb", "sync", "--json"))
    assert (twin["file"], twin["outcome"], synced) == (str(shop / "returns.md"), "added", {"synced": {"added": 1}})
    (shop / "returns.md").write_text("# Returns\n\nPackaged food can come back within ten days.")
    changed, synced = outcomes(kiosk_app("kb", "sync", "--json"))
    assert (changed["outcome"], synced) == ("changed", {"synced": {"changed": 1}})


def test_how_far_a_long_file_is_is_told() -> None:
    reader, said = FakeReader(), io.StringIO()
    reader.there, reader.steps = {"/stick/a.pdf": "Apples. Red."}, 4
    shelf = Shelf(FakeKnowledge(), FakeSources())
    add_documents(shelf, reader, ["/stick/"], "en", said, as_json=True)
    *progress, added = map(json.loads, said.getvalue().splitlines())
    assert progress == [{"event": "Progress", "file": "/stick/a.pdf", "percent": each} for each in (12, 25, 37)]
    assert added["outcome"] == "added"


def test_what_the_store_and_a_folder_say_is_synced(store: DemoStore, tmp_path: Path) -> None:
    folder, settings = tmp_path / "documents", tmp_path / "settings.toml"
    folder.mkdir()
    (folder / "parking.md").write_text("# Parking\n\nCustomers park for two hours behind the shop.")
    settings.write_text(
        f'[store]\nurl = "{store.url}"\nusername = "{store.cashier.username}"\n[knowledge]\nfolder = "{folder}"\n'
    )
    password = {PASSWORD_VARIABLE: store.cashier.password}
    said = outcomes(kiosk_app("kb", "sync", "--settings", settings, "--json", environment=password))
    assert said[-1]["synced"]["added"] > 100
    assert {line["outcome"] for line in said[:-1]} == {"added"}
    listed = lines(kiosk_app("kb", "list", "--json"))
    assert next(line["number"] for line in listed if line["origin"] == "catalogue") > 100
    assert "Parking" in [line["title"] for line in listed if line["origin"] == "folder"]
    (answer,) = lines(kiosk_app("kb", "ask", "does the carrot cake slice contain nuts", "--json"))
    assert answer["passages"][0]["quote"].startswith("Carrot cake contains")
    of_kind = lines(kiosk_app("kb", "ask", "does the carrot cake slice contain nuts", "--kind", "faq", "--json"))
    assert of_kind[0]["passages"][0]["title"] != answer["passages"][0]["title"]
    (folder / "parking.md").unlink()
    said = outcomes(kiosk_app("kb", "sync", "--settings", settings, "--json", environment=password))
    assert said[-1] == {"synced": {"removed": 1}}
    away = kiosk_app("kb", "sync", "--settings", settings, environment={PASSWORD_VARIABLE: "wrong"})
    assert (away.returncode, "nothing has changed" in away.stdout) == (5, True)


def test_bench_tells_how_well_and_how_fast(tmp_path: Path) -> None:
    (tmp_path / "hours.md").write_text("# Hours\n\nThe shop opens at nine in the morning.")
    (tmp_path / "questions.jsonl").write_text(
        '{"lang": "en", "question": "when does the shop open in the morning", "document": "hours.md",'
        ' "section": "", "answer": "opens at nine"}\n'
        '{"lang": "en", "question": "do you sell bicycles", "document": null}\n'
    )
    (found,) = lines(kiosk_app("kb", "bench", "--set", tmp_path, "--chunks", "300", "--json"))
    (english,) = found["languages"]
    assert (english["first"], english["first_three"], english["refused"], found["first"]) == (1, 1, 1, 1)
    assert [speed["chunks"] for speed in found["speeds"]] == [300]
    wrong = kiosk_app("kb", "bench", "--set", tmp_path / "nowhere")
    assert (wrong.returncode, "question_set_invalid" in wrong.stderr) == (2, True)


def test_nothing_is_loaded_before_it_is_needed() -> None:
    asked = (
        "import sys; from kiosk_app import build; kept = build.open_shelf(build.Settings(), None); kept.listed('en')"
        "; kept.knowledge.ask('hours', 'en')"
        "; kept.close(); print(sorted({'chromadb', 'wordllama', 'pypdf', 'docx', 'openpyxl'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"
