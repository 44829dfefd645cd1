"""Keeping the figures of an answer: a button, a file dialog, and what came of it."""

from pathlib import Path

from PySide6.QtCore import QIODevice, QSaveFile, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton

from kiosk_app.core.records.tables import as_csv, as_json
from kiosk_app.core.types import Language, Table
from kiosk_app.qt.texts import TEXTS

_FORMATS = {"CSV (*.csv)": "csv", "JSON (*.json)": "json"}
"""What the dialog offers, and the suffix of each."""


class SaveButton(QPushButton):
    """There while an answer has a table."""

    told = Signal(bool, str)
    """Whether the file was saved, and the sentence that says so."""

    def __init__(self, language: Language) -> None:
        self._texts = TEXTS[language]
        super().__init__(self._texts.save)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._language = language
        self._dialog: QFileDialog | None = None
        self.clicked.connect(self._ask)
        self.show_table(None)

    def show_table(self, table: Table | None) -> None:
        """Offer to save this one; None for none."""
        self._table = table
        self.setVisible(table is not None)

    def close_dialog(self) -> None:
        """Whoever has opened one is gone: nothing is saved."""
        if self._dialog is not None:
            self._dialog.reject()

    def _ask(self) -> None:
        """Ask where to; in Qt's own dialog, whose parts are as large as the window's."""
        table = self._table
        if table is None:
            return
        self._dialog = dialog = QFileDialog(self.window(), self._texts.save_title)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setLabelText(QFileDialog.DialogLabel.LookIn, self._texts.folder)
        dialog.setLabelText(QFileDialog.DialogLabel.FileName, self._texts.file)
        dialog.setLabelText(QFileDialog.DialogLabel.FileType, self._texts.format)
        dialog.setNameFilters(list(_FORMATS))
        dialog.setDefaultSuffix("csv")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix(_FORMATS[chosen]))
        dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        dialog.selectFile(f"{table.name}.csv")
        dialog.resize(self.window().size() * 0.9)
        dialog.fileSelected.connect(lambda chosen: self._save(table, Path(chosen)))
        dialog.finished.connect(self._forget)
        dialog.open()

    def _save(self, table: Table, path: Path) -> None:
        """Write the file whole or not at all, and say which."""
        content = as_json(table) if path.suffix.lower() == ".json" else as_csv(table, self._language)
        file = QSaveFile(str(path))
        opened = file.open(QIODevice.OpenModeFlag.WriteOnly)
        saved = opened and file.write(content) == len(content) and file.commit()
        said = self._texts.saved if saved else self._texts.not_saved
        self.told.emit(saved, said.format(name=path.name, folder=path.parent))

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
