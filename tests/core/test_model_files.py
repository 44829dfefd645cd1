"""The manifest is read strictly, and the shipped one says enough of every model to fetch and check it."""

from pathlib import Path

import pytest

from kiosk_app.core.models.files import Role, in_units, is_name, read_manifest, role_of

SHIPPED = read_manifest(Path("models/manifest.toml").read_text("utf-8"))
ENTRY = """
[[model]]
name = "{name}"
role = "{role}"
repository = "o/r"
revision = "main"
files = [{{ name = "{file}", sha256 = "{sha256}" }}]
"""


def entry(name: str = "m", role: str = "intent", file: str = "m.gguf", sha256: str = "") -> str:
    return ENTRY.format(name=name, role=role, file=file, sha256=sha256)


def test_every_shipped_model_names_its_sources_and_every_hash() -> None:
    for model in SHIPPED:
        assert model.sources
        assert model.licence
        assert model.when
        assert all(file.sha256 for file in model.files), model.name
    assert len({model.name for model in SHIPPED}) == len(SHIPPED)


@pytest.mark.parametrize(
    ("role", "language", "least"),
    [("recogniser", "en", 3), ("recogniser", "es", 3), ("voice", "en", 2), ("voice", "es", 2), ("embedding", "es", 1)],
)
def test_there_are_models_for_both_languages(role: Role, language: str, least: int) -> None:
    assert sum(model.role == role and language in model.languages for model in SHIPPED) >= least


def test_a_voice_begins_with_its_language_and_has_the_name_of_its_file() -> None:
    for model in SHIPPED:
        if model.role == "voice":
            assert model.name.startswith(model.languages)
            assert {file.name for file in model.files} == {f"{model.name}.onnx", f"{model.name}.onnx.json"}


def test_no_instruct_model_is_larger_than_two_gigabytes() -> None:
    sizes = [model.size for model in SHIPPED if model.role == "intent"]
    assert len(sizes) >= 2
    assert all(0 < size < 2e9 for size in sizes)


def test_a_url_is_that_of_the_mirror_and_the_revision() -> None:
    voice = next(model for model in SHIPPED if model.name == "es_ES-davefx-medium")
    assert voice.url(voice.files[0], "https://mirror.example/hf/") == (
        "https://mirror.example/hf/rhasspy/piper-voices/resolve/c10ece1aade47bb51c153c893d14e5bf8e5b7117"
        "/es/es_ES/davefx/medium/es_ES-davefx-medium.onnx"
    )


@pytest.mark.parametrize(
    "text",
    [
        entry(name="../m"),
        entry(name=""),
        entry(file="../../m.gguf"),
        entry(file="a/m.gguf"),
        entry(role="voice"),
        entry(role="cook"),
        entry(sha256="12"),
        entry().replace("files = [", "files = []  # ["),
        entry() + "colour = 3",
        "model = 1",
        "[[model",
    ],
)
def test_a_manifest_that_makes_no_sense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_manifest(text)


@pytest.mark.parametrize(
    "name", ["..", ".hidden", "a/b", "a\\b", "c:", "installed.json", "x" * 200, "a b", "a\n", "a."]
)
def test_what_is_no_name(name: str) -> None:
    assert not is_name(name)


@pytest.mark.parametrize(
    ("files", "role"),
    [
        (["model.bin", "config.json", "tokenizer.json"], "recogniser"),
        (["m.gguf", "README.md"], "intent"),
        (["v.onnx", "v.onnx.json"], "voice"),
        (["model.onnx", "tokenizer.json"], "embedding"),
        (["README.md"], None),
        ([], None),
    ],
)
def test_files_say_what_they_are_for(files: list[str], role: Role | None) -> None:
    assert role_of(files) == role


def test_sizes_as_people_read_them() -> None:
    assert [in_units(size) for size in (0, 999, 2e3, 75_538_270, 1_117_320_736)] == [
        "0 B", "999 B", "2 kB", "75.5 MB", "1.1 GB",
    ]  # fmt: skip
