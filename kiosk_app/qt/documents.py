"""The shop's documents, for a manager to look at, to add to and to take from."""

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QStandardPaths, Signal, SignalInstance
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kiosk_app.core.documents.knowledge import Chunk
from kiosk_app.core.documents.sources import Listed
from kiosk_app.core.events import Progress
from kiosk_app.qt.texts import Texts
from kiosk_app.qt.theme import Tone
from kiosk_app.qt.widgets import Mark, Scroll, Text, button, card, restyle

_READABLE = "*.md *.markdown *.txt *.html *.htm *.pdf *.docx *.csv *.xlsx"
_LONGEST_ADDRESS = 2_000
_BY_HAND = ("file", "page")
"""Origins that are removed here; all else is removed where it comes from."""


class DocumentsPage(QFrame):
    """Each document with where it comes from, or with why it could not be read."""

    added = Signal(str)
    """A file's path, or a web page's address."""
    removed = Signal(str)
    """A document's name."""
    wanted = Signal(str)
    """The name of one whose text is to be shown."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._texts = texts
        self._dialog: QFileDialog | None = None
        self.remove: dict[str, QPushButton] = {}
        self.show_text: dict[str, QPushButton] = {}
        self.add = button(texts.add_documents)
        self.pages = button(texts.web_pages)
        self.address = QLineEdit()
        self.address.setPlaceholderText(texts.page_address)
        self.address.setAccessibleName(texts.page_address)
        self.address.setMaxLength(_LONGEST_ADDRESS)
        self.add_page = button(texts.add_page)
        self.refresh = button(texts.refresh)
        self.all = button(texts.all_documents)
        self.back = button(texts.back)
        self.how = Text(texts.documents_how, "small", lines=3)
        self.progress = Text("", "strong", lines=2)
        self.cancel = button(texts.cancel)
        self._list = Scroll(QWidget())
        words = QVBoxLayout()
        words.setSpacing(2)
        self.title = Text(texts.documents, "heading", lines=1)
        words.addWidget(self.title)
        words.addWidget(self.how)
        head = QHBoxLayout()
        head.setSpacing(20)
        head.addLayout(words, 1)
        for each in (self.add, self.pages, self.all, self.back):
            head.addWidget(each)
        self._page_row = _row(self.address, self.add_page, self.refresh)
        self._work_row = _row(self.progress, self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 14, 28, 14)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._page_row)
        column.addWidget(self._work_row)
        column.addWidget(self._list, 1)
        self.all.hide()
        self.refresh.hide()
        self.show_done()
        self._close_row()
        self.add.clicked.connect(self._ask)
        self.pages.clicked.connect(self._turn_row)
        self.address.returnPressed.connect(self._take_page)
        self.add_page.clicked.connect(self._take_page)
        self.refresh.clicked.connect(self._fetch_anew)
        self.back.clicked.connect(self._close_row)

    def take(self, files: Sequence[str]) -> None:
        """Add these: they were dropped, picked in the dialog, or typed as a page's address."""
        if files:
            self._show_working(self._texts.reading_first)
        for file in files:
            self.added.emit(file)

    def show_progress(self, progress: Progress) -> None:
        """How far the reading of what was added is."""
        texts, is_done = self._texts, progress.percent == 100
        said = texts.reading if is_done else texts.reading_inside if progress.what else texts.preparing
        number = progress.done if is_done else progress.done + 1
        name = PurePath(progress.what).name
        self._show_working(said.format(number=number, of=progress.of, name=name, percent=progress.percent))

    def show_done(self) -> None:
        """Nothing is being read any more."""
        self._show_working("")

    def show_documents(self, documents: Sequence[Listed]) -> None:
        """Show these, and no others, in their order."""
        self._show_head(self._texts.documents, self._texts.documents_how if documents else self._texts.documents_none)
        self.refresh.setVisible(any(document.origin == "page" for document in documents))
        self.remove, self.show_text = {}, {}
        content, grid = _grid()
        for document in documents:
            line = grid.rowCount()
            mark = Mark("small")
            tone: Tone = "bad" if document.problem else "good" if document.state == "kept" else "quiet"
            mark.show_shape("bang" if document.problem else "tick", tone)
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addStretch(1)
            words.addWidget(Text(document.title, "strong", lines=2))
            state = Text(self._state(document), "small", lines=3)
            if document.problem:
                restyle(state, tone="bad")
            words.addWidget(state)
            words.addStretch(1)
            grid.addWidget(card("rule"), line, 0, 1, 4)
            grid.addWidget(mark, line + 1, 0)
            grid.addLayout(words, line + 1, 1)
            if document.state == "kept" and document.origin != "catalogue":
                grid.addWidget(self._button(document, self.show_text, self._texts.show_text, self.wanted), line + 1, 2)
            if document.origin in _BY_HAND:
                grid.addWidget(self._button(document, self.remove, self._texts.forget, self.removed), line + 1, 3)
        grid.setRowStretch(grid.rowCount(), 1)
        self._list.take(content)

    def show_chunks(self, chunks: Sequence[Chunk]) -> None:
        """Show what is kept of one document, as it is quoted."""
        if not chunks:
            return
        self._show_head(chunks[0].title, PurePath(chunks[0].document).name, is_one=True)
        self._close_row()
        content, grid = _grid()
        for chunk in chunks:
            line = grid.rowCount()
            grid.addWidget(card("rule"), line, 0, 1, 4)
            page = self._texts.page.format(page=chunk.page) if chunk.page else ""
            if place := " · ".join(filter(None, (chunk.section, page))):
                grid.addWidget(Text(place, "strong", lines=2), line + 1, 0, 1, 4)
            for number, row in enumerate(chunk.text.splitlines()):
                grid.addWidget(Text(row, "body"), line + 2 + number, 0, 1, 4)
        grid.setRowStretch(grid.rowCount(), 1)
        self._list.take(content)

    def close_dialog(self) -> None:
        """Whoever has opened one is gone: nothing is added."""
        if self._dialog is not None:
            self._dialog.reject()
        self._close_row()

    def _show_head(self, title: str, how: str, *, is_one: bool = False) -> None:
        self.title.show_text(title)
        self.how.show_text(how)
        self.all.setVisible(is_one)
        self.add.setVisible(not is_one)
        self.pages.setVisible(not is_one)
        self.back.setVisible(not is_one)

    def _show_working(self, said: str) -> None:
        """What is being read; nothing for nothing."""
        self.progress.show_text(said)
        self._show_rows(types=not self._page_row.isHidden())

    def _state(self, document: Listed) -> str:
        texts = self._texts
        if document.problem:
            return document.problem
        said = [texts.origins[document.origin]]
        if document.origin == "catalogue":
            said.append(texts.products.format(number=document.number))
        if document.state in texts.states:
            said.append(texts.states[document.state])
        if document.empty_pages:
            said.append(texts.empty_pages.format(pages=", ".join(map(str, document.empty_pages))))
        return " · ".join(said)

    def _button(
        self, document: Listed, buttons: dict[str, QPushButton], said: str, asked: SignalInstance
    ) -> QPushButton:
        """One that asks something about a document, and not twice."""

        def ask() -> None:
            made.setEnabled(False)
            asked.emit(document.name)

        made = buttons[document.name] = button(said)
        made.setAccessibleName(f"{said}: {document.title}")
        made.clicked.connect(ask)
        return made

    def _ask(self) -> None:
        """Ask for files; in Qt's own dialog, whose parts are as large as the window's."""
        self._dialog = dialog = QFileDialog(self.window(), self._texts.add_documents)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(f"{self._texts.documents} ({_READABLE})")
        dialog.setLabelText(QFileDialog.DialogLabel.LookIn, self._texts.folder)
        dialog.setLabelText(QFileDialog.DialogLabel.FileName, self._texts.file)
        dialog.setLabelText(QFileDialog.DialogLabel.FileType, self._texts.format)
        dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        dialog.resize(self.window().size() * 0.9)
        dialog.filesSelected.connect(self.take)
        dialog.finished.connect(self._forget)
        dialog.open()

    def _turn_row(self) -> None:
        """Show the line for a page's address, or hide it."""
        if not self._page_row.isHidden():
            self._close_row()
            return
        self._show_rows(types=True)
        self.address.setFocus()

    def _close_row(self) -> None:
        self.address.clear()
        self._show_rows(types=False)

    def _show_rows(self, *, types: bool) -> None:
        """The line for an address while somebody types one, or what is being read: a small screen has room for one."""
        self._page_row.setVisible(types)
        self._work_row.setVisible(not types and bool(self.progress.text()))

    def _take_page(self) -> None:
        """Add the page; nobody types https:// unless they want to."""
        if address := self.address.text().strip():
            self._close_row()
            self.take([address if "://" in address else f"https://{address}"])

    def _fetch_anew(self) -> None:
        self._close_row()
        self._show_working(self._texts.reading_first)

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _row(first: QWidget, *others: QWidget) -> QWidget:
    """Beside each other, the first as wide as it can be."""
    made = QWidget()
    made.setProperty("role", "clear")
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(20)
    row.addWidget(first, 1)
    for other in others:
        row.addWidget(other)
    return made


def _grid() -> tuple[QWidget, QGridLayout]:
    """What scrolls, and the lines in it."""
    content = QWidget()
    grid = QGridLayout(content)
    grid.setContentsMargins(0, 0, 8, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(8)
    grid.setColumnStretch(1, 1)
    return content, grid
