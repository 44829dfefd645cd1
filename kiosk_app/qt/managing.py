"""What only managers see, and ask the assistant there: words that were learnt, documents, the microphone."""

from collections.abc import Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget

from kiosk_app.core.codec import from_json
from kiosk_app.core.documents.knowledge import Chunk
from kiosk_app.core.documents.sources import Listed
from kiosk_app.core.events import Level, Progress, Result
from kiosk_app.core.hearing.input_test import InputFacts
from kiosk_app.core.ports import Alias
from kiosk_app.core.wire import Call
from kiosk_app.qt.bridge import Bridge
from kiosk_app.qt.documents import DocumentsPage
from kiosk_app.qt.learnt import LearntPage
from kiosk_app.qt.microphone import MicrophonePage
from kiosk_app.qt.texts import Texts


class ManagerPages:
    """The pages, joined to the assistant; which of them is seen, the window decides."""

    def __init__(self, bridge: Bridge, texts: Texts) -> None:
        self._bridge = bridge
        self.learnt = LearntPage(texts)
        self.documents = DocumentsPage(texts)
        self.microphone = MicrophonePage(texts)
        self.learnt.unlearnt.connect(lambda words: self._call("aliases.forget", words=words))
        self.documents.added.connect(lambda file: self._call("documents.add", place=file))
        self.documents.removed.connect(lambda name: self._call("documents.remove", name=name))
        self.documents.wanted.connect(lambda name: self._call("documents.show", name=name))
        self.documents.all.clicked.connect(self.ask_documents)
        self.documents.refresh.clicked.connect(lambda: self._call("documents.refresh"))
        self.documents.cancel.clicked.connect(lambda: self._call("documents.cancel"))
        self.microphone.chosen.connect(lambda name: self._call("microphone.choose", name=name))
        self.microphone.recorded.connect(lambda on: self._call("microphone.record", on=on))
        self.microphone.test.clicked.connect(lambda: self._call("microphone.test"))
        self.microphone.play.clicked.connect(lambda: self._call("microphone.play"))

    @property
    def pages(self) -> Sequence[LearntPage | DocumentsPage | MicrophonePage]:
        """All of them."""
        return self.learnt, self.documents, self.microphone

    def ask_learnt(self) -> None:
        """Ask for what was learnt; the page opens with the answer."""
        self._call("aliases.list")

    def ask_documents(self) -> None:
        """Ask for the documents; the page opens with the answer."""
        self._call("documents.list")

    def ask_microphone(self) -> None:
        """Ask for the microphones; the page opens with the answer."""
        self._call("microphone.list")

    def take(self, dropped: QMimeData) -> None:
        """Add the files that were dropped on the window."""
        self.documents.take(files_in(dropped))
        self.ask_documents()

    def show_progress(self, progress: Progress) -> None:
        """How far something is."""
        self.documents.show_progress(progress)

    def show_level(self, level: Level) -> None:
        """How loud it is now."""
        self.microphone.show_level(level)

    def show_result(self, result: Result) -> QWidget | None:
        """Fill a page; gives it back where it was asked for."""
        if result.name.startswith("microphone."):
            self.microphone.show_facts(from_json(InputFacts, result.value))
            return self.microphone if result.name == "microphone.list" else None
        if not isinstance(result.value, list):
            return None
        if result.name.startswith("aliases."):
            self.learnt.show_aliases([from_json(Alias, alias) for alias in result.value])
            return self.learnt
        if result.name == "documents.show":
            self.documents.show_chunks([from_json(Chunk, chunk) for chunk in result.value])
            return None
        self.documents.show_documents([from_json(Listed, listed) for listed in result.value])
        if result.name in ("documents.cancel", "documents.done"):
            self.documents.show_done()
        return self.documents if result.name == "documents.list" else None

    def leave(self) -> None:
        """Somebody else may come."""
        self.documents.close_dialog()

    def _call(self, name: str, /, **args: str) -> None:
        self._bridge.send(Call(name, args))


def files_in(dropped: QMimeData) -> list[str]:
    """The paths of files and folders that are dragged here; none for anything else."""
    return [url.toLocalFile() for url in dropped.urls() if url.isLocalFile()]
