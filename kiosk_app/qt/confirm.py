"""The confirmation: exactly what is about to be done, and a Yes that only a finger can give."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kiosk_app.core.events import Asked, Planned
from kiosk_app.qt.rows import many_rows, one_row
from kiosk_app.qt.texts import Texts
from kiosk_app.qt.widgets import Countdown, Scroll, Text, button, card


class ConfirmPage(QWidget):
    """A sheet with Yes and No. It answers at most once, and never by a key."""

    answered = Signal(str, str)
    """The question's id, and `yes` or `no`."""

    _SETTLE_MS = 600
    """Yes stays off for so long, so that the second tap of a double tap before does not land on it."""

    def __init__(self, texts: Texts) -> None:
        super().__init__()
        self._texts = texts
        self._question = ""
        self._bound = False
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(self._SETTLE_MS)
        self._settling.timeout.connect(self._allow)
        self._title = Text(role="small", lines=1)
        self._sentence = Text(role="heading", lines=2)
        self._where = Text(role="where", lines=3)
        self._where.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.countdown = Countdown()
        self.countdown.expired.connect(self._expire)
        self._rows = Scroll(QWidget())
        self._rows.verticalScrollBar().valueChanged.connect(self._allow)
        self._rows.verticalScrollBar().rangeChanged.connect(self._allow)
        self.yes = button(texts.yes, "yes")
        self.no = button(texts.no, "no")
        self.more = button(texts.more_below)
        self.yes.clicked.connect(lambda: self._answer("yes"))
        self.no.clicked.connect(lambda: self._answer("no"))
        self.more.clicked.connect(self._page_down)
        self._lay_out()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.countdown)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self._where, 1)
        foot.addWidget(self.more)
        foot.addWidget(self.no)
        foot.addWidget(self.yes)
        sheet = card("sheet")
        column = QVBoxLayout(sheet)
        column.setContentsMargins(22, 8, 22, 14)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._rows, 1)
        column.addLayout(foot)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(sheet)

    def show_question(self, asked: Asked, planned: Planned | None) -> None:
        """Ask. Yes can be given only for the plan that is shown, or where the question is about none."""
        labels = {choice.value: choice.label for choice in asked.choices}
        self.yes.setText(labels.get("yes", self._texts.yes).replace("&", "&&"))
        self.no.setText(labels.get("no", self._texts.no).replace("&", "&&"))
        if planned is not None and planned.plan.id != asked.plan_id:
            planned = None
        self._question = asked.id
        self._bound = planned is not None or not asked.plan_id
        rows = planned.rows if planned else ()
        self._title.show_text(planned.title if planned else "")
        self._sentence.show_text(asked.sentence)
        self._where.show_text(self._describe(planned))
        self._rows.take(one_row(rows[0]) if len(rows) == 1 else many_rows(rows))
        self._rows.verticalScrollBar().setValue(0)
        self.no.setEnabled(True)
        self._settling.start()
        self.countdown.start(asked.expires_in_s)
        self._allow()

    def close_question(self) -> None:
        """Take no answer any more."""
        self._question = ""
        self._settling.stop()
        self.countdown.stop()
        self.no.setEnabled(False)
        self._allow()

    @property
    def is_open(self) -> bool:
        """Whether an answer can still be given."""
        return bool(self._question)

    def refuse(self) -> None:
        """Answer No, where a question is open."""
        self._answer("no")

    def _describe(self, planned: Planned | None) -> str:
        if planned is None:
            return ""
        plan = planned.plan
        return self._texts.where.format(host=plan.host.partition("://")[2] or plan.host, user=plan.user, till=plan.till)

    def _allow(self) -> None:
        """Yes is there once every row has been on screen."""
        bar = self._rows.verticalScrollBar()
        unseen = bar.value() < bar.maximum()
        self.more.setVisible(unseen)
        self.yes.setEnabled(self.is_open and self._bound and not unseen and not self._settling.isActive())

    def _page_down(self) -> None:
        bar = self._rows.verticalScrollBar()
        bar.setValue(bar.value() + bar.pageStep())

    def _answer(self, value: str) -> None:
        question = self._question
        if question:
            self.close_question()
            self.answered.emit(question, value)

    def _expire(self) -> None:
        self.close_question()
        self._sentence.show_text(self._texts.expired)
