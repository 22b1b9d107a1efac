"""What is typed belongs to the study it was typed at, whichever way the study is left."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from appraisal import desk, drafts
from gui.pages.appraise import AppraisePage
from gui.widgets.reason import GrowingText
from tests.gui.conftest import Opener
from tests.gui.hands import CONTROL, go, keys, named, type_words


def test_reason_of_a_judgement_stays_with_its_study(open_window: Opener, new_file: Path) -> None:
    review = desk.open_review(new_file)
    review.author = review.state.ids("person")[0]
    for study in ("s1", "s2"):
        review.commit(drafts.edit_study(study, "instrument", "rob2"))
    review.close()
    window = open_window(new_file)
    page = go(window, "appraise")
    assert isinstance(page, AppraisePage)
    page._pane.go_to("overall")
    QApplication.processEvents()
    field = named(page, GrowingText, "Why, Judgement, Overall risk of bias")
    field.setFocus()
    type_words("because")
    keys(Qt.Key.Key_Down, held=CONTROL)
    reader = window.session.reader
    key = "rob2@"
    said = {
        subject.split("/")[1]: claim.why
        for subject in window.session.state.subjects("appraisal")
        if reader in subject and key in subject
        if (claim := window.session.state.standing(subject, "overall")) is not None
    }
    assert said == {"s1": "because"}
    assert field.toPlainText() == ""  # the same field, for the other study
