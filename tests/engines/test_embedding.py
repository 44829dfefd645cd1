"""Embedders: real WordLlama, and sentence models in ONNX and GGUF form that are loaded and run for real."""

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import gguf
import numpy as np
import pytest

from kiosk_app import build
from kiosk_app.core.document_ports import Embedder
from kiosk_app.core.documents.knowledge import Block, Document, Passage
from kiosk_app.core.errors import MissingPart
from kiosk_app.engines.embedding import WordLlamaEmbedder, load_embedder
from kiosk_app.settings import KnowledgeSettings, ModelSettings, Settings
from tests.engines.tiny_sentences import WIDTH, write_gguf, write_onnx

TEXTS = ["where is the milk kept", "bread costs two euros", "where is the milk ?"]


def vectors(embedder: Embedder, texts: list[str]) -> np.ndarray:
    return np.array([np.frombuffer(each, "<f4") for each in embedder.embed(texts)])


@pytest.fixture(params=["wordllama", "onnx", "onnx pooled", "gguf"])
def embedder(request: pytest.FixtureRequest, tmp_path: Path) -> Embedder:
    makers: dict[str, Callable[[], Embedder]] = {
        "wordllama": WordLlamaEmbedder,
        "onnx": lambda: load_embedder(write_onnx(tmp_path / "tiny")),
        "onnx pooled": lambda: load_embedder(write_onnx(tmp_path / "tiny", pooled=True)),
        "gguf": lambda: load_embedder(write_gguf(tmp_path / "tiny")),
    }
    return makers[request.param]()


def test_texts_that_share_words_are_nearer(embedder: Embedder) -> None:
    found = vectors(embedder, TEXTS)
    assert found.shape == (3, embedder.width)
    assert np.linalg.norm(found, axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert found[0] @ found[2] > found[0] @ found[1]


def test_a_text_has_the_same_vector_in_any_company(embedder: Embedder) -> None:
    together = vectors(embedder, [*TEXTS, "milk " * 600] * 6)
    for number, text in enumerate(TEXTS):
        assert vectors(embedder, [text])[0] == pytest.approx(together[number], abs=1e-4)
    assert embedder.embed([]) == []
    assert len(embedder.embed([""])) == 1


def test_what_was_trained_to_tell_questions_from_texts_is_told(tmp_path: Path) -> None:
    plain, e5 = load_embedder(write_onnx(tmp_path / "tiny")), load_embedder(write_onnx(tmp_path / "tiny-e5-small"))
    assert [e5.embed_question("milk")] == plain.embed(["query: milk"])
    assert e5.embed(["milk"]) == plain.embed(["passage: milk"])
    told = write_onnx(tmp_path / "told")
    prompts = {"prompts": {"query": "where is ", "document": ""}}
    (told / "config_sentence_transformers.json").write_text(json.dumps(prompts))
    assert [load_embedder(told).embed_question("milk")] == plain.embed(["where is milk"])
    assert plain.width == WIDTH


def test_what_is_no_sentence_model_is_told(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    broken = write_onnx(tmp_path / "broken")
    (broken / "model.onnx").write_bytes(b"no model")
    without = write_gguf(tmp_path / "without", gguf.PoolingType.NONE)
    for folder in (empty, broken, without):
        with pytest.raises(MissingPart, match="embedding_broken"):
            load_embedder(folder)


def test_a_shop_chooses_the_model_and_how_near_is_near_enough(tmp_path: Path) -> None:
    models = tmp_path / "models"
    write_onnx(models / "embedding" / "tiny")
    document = Document("a.md", "Milk", "en", (Block("the milk is kept where the bread costs two euros"),))

    def asked(**chosen: object) -> list[Passage]:
        settings = Settings(models=ModelSettings(embedding="tiny"), knowledge=KnowledgeSettings(**chosen))  # type: ignore[arg-type]
        with closing(build.open_shelf(settings, models, tmp_path)) as shelf:
            shelf.knowledge.add(document)
            return shelf.knowledge.ask("where is the milk kept", "en")

    (passage,) = asked(sure=0.01)
    assert passage.sure
    assert not asked(sure=0.999)[0].sure
    gone = Settings(models=ModelSettings(embedding="gone"))
    with pytest.raises(MissingPart, match="embedding_missing"):
        build.load_embedding(gone, models)
