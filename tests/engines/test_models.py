"""Models come whole or not at all: fetched, imported, verified, removed."""

import hashlib
import json
import os
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from onnx import TensorProto, helper

from kiosk_app.core.errors import MissingPart, SettingsError, UsageError
from kiosk_app.core.models.files import ModelState, Progress, Taken
from kiosk_app.engines.http.download import Downloader
from kiosk_app.engines.models import Installed, ModelLibrary, checking, taking
from kiosk_app.engines.models.checking import check
from tests import untrained
from tests.engines import tiny_whisper
from tests.model_server import Fault, ModelServer

VOICE = "en_GB-hum-low"
CONFIG = {"audio": {"sample_rate": 16000}, "phoneme_id_map": {}}


def network(location: str = "") -> bytes:
    """An ONNX model, with a tensor that lies elsewhere where a location is given."""
    tensor = helper.make_tensor("weight", TensorProto.FLOAT, [1], [1.0])
    if location:
        tensor.ClearField("float_data")
        tensor.data_location = TensorProto.EXTERNAL
        place = tensor.external_data.add()
        place.key, place.value = "location", location
    return bytes(helper.make_model(helper.make_graph([], "g", [], [], [tensor])).SerializeToString())


def write_voice(folder: Path, name: str = VOICE, location: str = "") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.onnx").write_bytes(network(location))
    (folder / f"{name}.onnx.json").write_text(json.dumps(CONFIG))
    return folder


def write_intent(folder: Path, name: str = "m") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    untrained.write(folder / f"{name}.gguf")
    return folder


def write_whisper(folder: Path) -> Path:
    tiny_whisper.build(folder, "hello")
    return folder


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


@pytest.fixture
def library(server: ModelServer, own: Path, tmp_path: Path) -> ModelLibrary:
    """Knows what is in the manifest of a folder `known`, which has no models."""
    return ModelLibrary(
        (own, tmp_path / "known"), own, server.url, lambda: Downloader(timeout_s=0.3, sleep=lambda _: None)
    )


def know(folder: Path, server: ModelServer, *, role: str = "voice", name: str = VOICE, **said: Any) -> None:
    """Serve the files of a folder as a model, and name it in the manifest; `said` replaces facts of all its files."""
    files = []
    for file in sorted(folder.iterdir()):
        content = file.read_bytes()
        server.files[f"/o/r/resolve/1/{file.name}"] = content
        facts = {"name": file.name, "size": len(content), "sha256": hashlib.sha256(content).hexdigest(), **said}
        files.append("{" + ", ".join(f"{key} = {json.dumps(value)}" for key, value in facts.items()) + "}")
    entry = f'[[model]]\nname = "{name}"\nrole = "{role}"\nrepository = "o/r"\nrevision = "1"\n'
    manifest = folder.parent / "known" / "manifest.toml"
    manifest.parent.mkdir(exist_ok=True)
    with manifest.open("a") as out:
        out.write(f"{entry}files = [{', '.join(files)}]\n")


def ignore(_: Progress) -> None:
    """No progress is wanted."""


def state(library: ModelLibrary, name: str = VOICE) -> ModelState:
    return next(library.verify([name], ignore))


def changes(found: ModelState) -> dict[str, str]:
    return {file.file: file.state for file in found.files if file.state != "ok"}


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises((MissingPart, UsageError, SettingsError)) as caught:
        act()
    return caught.value.code


def bring(library: ModelLibrary, source: Path) -> list[Taken]:
    return list(library.bring_in(source, ignore))


# Fetching


def test_a_model_is_fetched_checked_and_put_in_its_place(
    library: ModelLibrary, server: ModelServer, own: Path, tmp_path: Path
) -> None:
    know(write_voice(tmp_path / "voice"), server)
    told: list[Progress] = []
    taken = library.fetch(VOICE, told.append)
    folder = own / "voice" / VOICE
    assert taken == Taken("voice", VOICE, str(folder))
    assert (folder / f"{VOICE}.onnx").read_bytes() == network()
    assert json.loads((folder / "installed.json").read_text())["source"] == f"{server.url}/o/r/tree/1"
    assert {progress.file for progress in told} == {f"{VOICE}.onnx", f"{VOICE}.onnx.json"}
    assert all(progress.done <= progress.total for progress in told)
    assert state(library).ok
    assert [path.name for path in own.rglob("*.part*")] == []


def test_what_is_there_and_whole_is_not_fetched_again(
    library: ModelLibrary, server: ModelServer, own: Path, tmp_path: Path
) -> None:
    know(write_voice(tmp_path / "voice"), server)
    library.fetch(VOICE, ignore)
    asked = len(server.asked)
    assert library.fetch(VOICE, ignore).was_there
    assert len(server.asked) == asked
    (own / "voice" / VOICE / f"{VOICE}.onnx").write_bytes(b"changed")
    assert not library.fetch(VOICE, ignore).was_there
    assert state(library).ok


def test_a_fetch_that_was_stopped_goes_on(
    library: ModelLibrary, server: ModelServer, own: Path, tmp_path: Path
) -> None:
    write_voice(tmp_path / "voice")
    (tmp_path / "voice" / f"{VOICE}.onnx").write_bytes(network() + bytes([0x12, 0xE8, 0x07]) + b"k" * 1000)
    know(tmp_path / "voice", server)
    server.fail(*[Fault(cut_after=200), *[Fault(status=503)] * 5])
    assert refusal(lambda: library.fetch(VOICE, ignore)) == "download_failed"
    assert [path.stat().st_size for path in own.rglob("*.part")] == [200]
    assert not (own / "voice").exists()
    library.fetch(VOICE, ignore)
    assert "bytes=200-" in server.ranges()
    assert state(library).ok


def test_wrong_bytes_are_refused_and_the_former_model_stays(
    library: ModelLibrary, server: ModelServer, own: Path, tmp_path: Path
) -> None:
    know(write_voice(tmp_path / "voice"), server)
    library.fetch(VOICE, ignore)
    former = own / "voice" / VOICE / f"{VOICE}.onnx.json"
    former.write_text("{}")
    server.fail(Fault(body=bytes(len(network()))))
    assert refusal(lambda: library.fetch(VOICE, ignore)) == "model_wrong_file"
    assert former.read_text() == "{}"
    library.fetch(VOICE, ignore)  # the wrong file was thrown away
    assert state(library).ok


def test_a_lie_about_the_size_is_refused(library: ModelLibrary, server: ModelServer, tmp_path: Path) -> None:
    know(write_voice(tmp_path / "voice"), server, size=5)
    assert refusal(lambda: library.fetch(VOICE, ignore)) == "download_wrong"


def test_without_a_known_hash_what_comes_first_counts(
    library: ModelLibrary, server: ModelServer, own: Path, tmp_path: Path
) -> None:
    know(write_voice(tmp_path / "voice"), server, sha256="", size=0)
    taken = library.fetch(VOICE, ignore)
    assert {file.name: file.sha256 for file in taken.pinned} == {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in (tmp_path / "voice").iterdir()
    }
    assert state(library).ok
    (own / "voice" / VOICE / f"{VOICE}.onnx.json").write_text(json.dumps(CONFIG) + " ")
    assert changes(state(library)) == {f"{VOICE}.onnx.json": "changed"}


def test_what_comes_and_is_no_model_is_not_installed(
    library: ModelLibrary, server: ModelServer, own: Path, tmp_path: Path
) -> None:
    write_voice(tmp_path / "voice", location="../../secret")
    know(tmp_path / "voice", server)
    assert refusal(lambda: library.fetch(VOICE, ignore)) == "model_unusable"
    assert not list(own.rglob("*.onnx"))


def test_a_full_disk_is_said_before_anything_is_fetched(
    library: ModelLibrary, server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(write_voice(tmp_path / "voice"), server)
    usage = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert refusal(lambda: library.fetch(VOICE, ignore)) == "disk_full"
    assert server.asked == []


def test_a_size_that_only_the_server_knows_is_checked_too(
    library: ModelLibrary, server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    know(write_voice(tmp_path / "voice"), server, size=0)
    usage = shutil.disk_usage(tmp_path)._replace(free=taking.SPARE_BYTES + 10)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert refusal(lambda: library.fetch(VOICE, ignore)) == "disk_full"


def test_a_folder_that_cannot_be_written(library: ModelLibrary, server: ModelServer, own: Path, tmp_path: Path) -> None:
    know(write_voice(tmp_path / "voice"), server)
    own.write_text("a file")
    assert refusal(lambda: library.fetch(VOICE, ignore)) == "model_not_written"


def test_a_model_that_nobody_knows(library: ModelLibrary) -> None:
    assert refusal(lambda: library.fetch("nobody", ignore)) == "model_unknown"


def test_speed_and_time_left() -> None:
    times = iter([0.0, 1.0, 2.0, 3.0])
    told: list[Progress] = []
    meter = taking.Meter("f", told.append, lambda: next(times))
    for done in (100, 300, 400):
        meter(done, 1000)
    assert [(round(each.bytes_per_s), each.seconds_left) for each in told] == [(0, None), (100, 7.0), (100, 6.0)]


# Importing


@pytest.mark.parametrize("zipped", [False, True])
def test_all_models_of_a_stick_are_imported(library: ModelLibrary, own: Path, tmp_path: Path, zipped: bool) -> None:
    stick = tmp_path / "stick"
    write_voice(stick / "models" / "voice" / VOICE)
    write_intent(stick / "models" / "intent" / "other")
    write_whisper(stick / "whisper-mine")
    (stick / "README.txt").write_text("hello")
    (stick / "models" / "voice" / VOICE / "installed.json").write_text("{}")
    source = stick
    if zipped:
        source = Path(shutil.make_archive(str(tmp_path / "stick"), "zip", stick))
    taken = {each.name: each for each in bring(library, source)}
    assert {(each.role, name) for name, each in taken.items()} == {
        ("voice", VOICE), ("intent", "other"), ("recogniser", "whisper-mine"),
    }  # fmt: skip
    assert (own / "voice" / VOICE / f"{VOICE}.onnx").read_bytes() == network()
    assert all(found.ok for found in library.verify((), ignore))
    assert len(taken[VOICE].pinned) == 2
    assert not any(path.is_file() for path in (own / taking.STAGING).rglob("*"))


def test_a_folder_of_one_model_is_imported_under_its_name(library: ModelLibrary, tmp_path: Path) -> None:
    assert bring(library, write_intent(tmp_path / "llama-mine"))[0].name == "llama-mine"
    assert bring(library, write_voice(tmp_path / "anything"))[0].name == VOICE


def test_a_known_model_is_recognised_and_checked(library: ModelLibrary, server: ModelServer, tmp_path: Path) -> None:
    stick = write_intent(tmp_path / "stick")
    know(stick, server, role="intent", name="known-model")
    taken = bring(library, stick)[0]
    assert (taken.name, taken.pinned) == ("known-model", ())
    (stick / "m.gguf").rename(tmp_path / "m.gguf")
    named = write_intent(tmp_path / "known-model")
    untrained.write(named / "m.gguf", seed=2)
    assert refusal(lambda: bring(library, named)) == "model_wrong_file"
    assert state(library, "known-model").ok


def test_what_is_no_model_is_not_imported(library: ModelLibrary, own: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert refusal(lambda: bring(library, tmp_path / "empty")) == "import_empty"
    assert refusal(lambda: bring(library, tmp_path / "nowhere")) == "import_empty"
    (tmp_path / "no.zip").write_bytes(b"PK\x03\x04 no zip")
    assert refusal(lambda: bring(library, tmp_path / "no.zip")) == "import_unreadable"
    broken = write_intent(tmp_path / "broken")
    whole = (broken / "m.gguf").read_bytes()
    (broken / "m.gguf").write_bytes(whole[: len(whole) // 2])
    assert refusal(lambda: bring(library, broken)) == "model_unusable"
    assert not list(own.rglob("*.gguf"))


def zip_of(path: Path, *entries: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in entries:
            archive.writestr(entry, content)
    return path


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    "name",
    ["../m.gguf", "a/../../m.gguf", "/etc/m.gguf", "..\\m.gguf", "C:\\m.gguf", "c:m.gguf", link("m.gguf")],
    ids=str,
)
def test_a_zip_that_leads_out_of_its_folder_is_refused(
    library: ModelLibrary, own: Path, tmp_path: Path, name: zipfile.ZipInfo | str
) -> None:
    content = untrained.write(tmp_path / "m.gguf").read_bytes()
    before = sorted(tmp_path.rglob("*"))
    source = zip_of(tmp_path / "slip.zip", ("good/m.gguf", content), (name, content))
    assert refusal(lambda: bring(library, source)) == "import_unsafe"
    assert sorted(tmp_path.rglob("*")) == sorted([*before, source])
    assert not own.exists()


def test_names_that_cannot_be_those_of_models_are_refused(library: ModelLibrary, tmp_path: Path) -> None:
    content = untrained.write(tmp_path / "m.gguf").read_bytes()
    assert refusal(lambda: bring(library, zip_of(tmp_path / "a.zip", ("a b?/m.gguf", content)))) == "import_unsafe"


def test_a_damaged_zip_is_refused(library: ModelLibrary, own: Path, tmp_path: Path) -> None:
    content = untrained.write(tmp_path / "m.gguf").read_bytes()
    source = zip_of(tmp_path / "a.zip", ("a/m.gguf", content))
    damaged = bytearray(source.read_bytes())
    damaged[200] ^= 255
    source.write_bytes(damaged)
    assert refusal(lambda: bring(library, source)) == "import_unreadable"
    assert not any(own.rglob("*.gguf"))


def test_a_zip_that_holds_more_than_the_disk_is_refused(
    library: ModelLibrary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = zip_of(tmp_path / "bomb.zip", ("a/m.gguf", bytes(5_000_000)))
    usage = shutil.disk_usage(tmp_path)._replace(free=taking.SPARE_BYTES + 1_000_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    assert refusal(lambda: bring(library, source)) == "disk_full"


def test_an_import_that_is_stopped_leaves_nothing(library: ModelLibrary, own: Path, tmp_path: Path) -> None:
    def interrupt(_: Progress) -> None:
        raise KeyboardInterrupt

    stick = write_intent(tmp_path / "llama-mine")
    with pytest.raises(KeyboardInterrupt):
        list(library.bring_in(stick, interrupt))
    assert not list(own.rglob("*.gguf"))


def test_links_on_a_stick_are_passed_over(library: ModelLibrary, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "m.gguf").symlink_to(untrained.write(tmp_path / "m.gguf"))
    assert refusal(lambda: bring(library, stick)) == "import_empty"


# What is there


def test_verify_names_what_changed(library: ModelLibrary, own: Path, tmp_path: Path) -> None:
    bring(library, write_whisper(tmp_path / "ear"))
    folder = own / "recogniser" / "ear"
    with (folder / "model.bin").open("r+b") as model:
        model.seek(-1, os.SEEK_END)
        model.write(b"\x01")
    (folder / "tokenizer.json").unlink()
    (folder / "extra.txt").write_text("")
    found = state(library, "ear")
    assert changes(found) == {"model.bin": "changed", "tokenizer.json": "missing", "extra.txt": "added"}
    assert found.problem == "model_incomplete"
    assert not found.ok


def test_a_record_that_cannot_be_read_is_a_change(library: ModelLibrary, own: Path, tmp_path: Path) -> None:
    bring(library, write_voice(tmp_path / "voice"))
    (own / "voice" / VOICE / "installed.json").write_text("[")
    assert changes(state(library))["installed.json"] == "missing"


def test_a_model_that_was_copied_by_hand_is_looked_at(library: ModelLibrary, own: Path) -> None:
    write_voice(own / "voice" / VOICE)
    assert state(library).ok
    assert set(changes(state(library)).values()) == {"unrecorded"}
    (own / "voice" / VOICE / f"{VOICE}.onnx").write_bytes(b"no model")
    assert state(library).problem == "model_unusable"


def test_the_manifest_knows_a_model_that_was_copied_by_hand(
    library: ModelLibrary, server: ModelServer, own: Path, tmp_path: Path
) -> None:
    know(write_voice(tmp_path / "voice"), server)
    write_voice(own / "voice" / VOICE)
    assert changes(state(library)) == {}
    (own / "voice" / VOICE / f"{VOICE}.onnx.json").write_text(json.dumps(CONFIG) + " ")
    assert changes(state(library)) == {f"{VOICE}.onnx.json": "changed"}


def test_the_list_has_what_is_there_and_what_is_known(
    library: ModelLibrary, server: ModelServer, own: Path, tmp_path: Path
) -> None:
    know(write_voice(tmp_path / "voice"), server)
    write_intent(own / "intent" / "mine")
    rows = {row.name: row for row in library.rows({"intent": "mine", "voice": "auto"})}
    assert (rows["mine"].chosen, rows["mine"].folder) == (True, str(own / "intent" / "mine"))
    assert (rows[VOICE].chosen, rows[VOICE].folder) == (False, "")
    assert rows[VOICE].size == sum(len(content) for content in server.files.values())


def test_of_two_models_with_one_name_the_first_counts(library: ModelLibrary, own: Path, tmp_path: Path) -> None:
    write_intent(tmp_path / "known" / "intent" / "mine")
    assert library.find("mine").folder == tmp_path / "known" / "intent" / "mine"
    write_intent(own / "intent" / "mine")
    assert library.find("mine").folder == own / "intent" / "mine"


def test_a_manifest_that_cannot_be_read_is_named(library: ModelLibrary, tmp_path: Path) -> None:
    (tmp_path / "known").mkdir()
    (tmp_path / "known" / "manifest.toml").write_text("[[model")
    assert refusal(library.known) == "manifest_invalid"


def test_a_model_is_removed_unless_it_is_needed(library: ModelLibrary, own: Path, tmp_path: Path) -> None:
    bring(library, write_intent(tmp_path / "mine"))
    assert refusal(lambda: library.remove("mine", {"intent": "mine"})) == "model_in_use"
    assert library.remove("mine", {"intent": "other"}) == Installed("intent", "mine", own / "intent" / "mine")
    assert not list(own.rglob("*.gguf"))
    assert refusal(lambda: library.remove("mine", {})) == "model_not_installed"
    assert refusal(lambda: library.remove("../mine", {})) == "model_not_installed"
    write_intent(tmp_path / "known" / "intent" / "bundled")
    assert refusal(lambda: library.remove("bundled", {})) == "model_not_own"


def test_what_a_fetch_left_is_removed(library: ModelLibrary, server: ModelServer, own: Path, tmp_path: Path) -> None:
    know(write_voice(tmp_path / "voice"), server)
    server.fail(*[Fault(cut_after=10), *[Fault(status=503)] * 5])
    refusal(lambda: library.fetch(VOICE, ignore))
    assert library.remove(VOICE, {}).name == VOICE
    assert not any((own / taking.STAGING / "voice").iterdir())


# What a header tells


def spoil_config(folder: Path) -> None:
    (folder / "config.json").write_text("[1]")


def cut_model(folder: Path) -> None:
    whole = (folder / "model.bin").read_bytes()
    (folder / "model.bin").write_bytes(whole[:-10])


def other_kind(folder: Path) -> None:
    whole = (folder / "model.bin").read_bytes()
    (folder / "model.bin").write_bytes(whole.replace(b"WhisperSpec", b"WhisperSpeh"))


@pytest.mark.parametrize("spoil", [spoil_config, cut_model, other_kind])
def test_a_recogniser_that_is_none(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    folder = write_whisper(tmp_path / "ear")
    check("recogniser", folder)
    spoil(folder)
    assert refusal(lambda: check("recogniser", folder)) == "model_unusable"


@pytest.mark.parametrize("location", ["../weights", "/etc/passwd", "a/../../weights", "..\\weights", "C:weights"])
def test_a_voice_that_reads_outside_its_folder(tmp_path: Path, location: str) -> None:
    (tmp_path / "weights").write_bytes(bytes(8))
    folder = write_voice(tmp_path / VOICE, location=location)
    assert refusal(lambda: check("voice", folder)) == "model_unusable"


def test_a_voice_that_keeps_its_weights_beside_it(tmp_path: Path) -> None:
    folder = write_voice(tmp_path / VOICE, location="weights")
    assert refusal(lambda: check("voice", folder)) == "model_incomplete"
    (folder / "weights").write_bytes(bytes(8))
    check("voice", folder)
    (folder / "weights").rename(tmp_path / "weights")
    (folder / "weights").symlink_to(tmp_path / "weights")
    assert refusal(lambda: check("voice", folder)) == "model_unusable"


def test_a_voice_without_its_description(tmp_path: Path) -> None:
    folder = write_voice(tmp_path / VOICE)
    (folder / f"{VOICE}.onnx.json").write_text("{}")
    assert refusal(lambda: check("voice", folder)) == "model_unusable"


def test_embeddings_of_both_kinds(tmp_path: Path) -> None:
    check("embedding", write_intent(tmp_path / "gguf"))
    folder = tmp_path / "onnx"
    folder.mkdir()
    (folder / "model.onnx").write_bytes(network())
    assert refusal(lambda: check("embedding", folder)) == "model_incomplete"
    (folder / "tokenizer.json").write_text("{}")
    check("embedding", folder)


def test_a_model_larger_than_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "installed_memory", lambda: 10)
    folder = write_intent(tmp_path / "mine")
    assert refusal(lambda: check("intent", folder)) == "model_too_big"
