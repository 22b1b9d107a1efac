"""How long an answer takes to save; nothing is made less safe for a slow disk."""

from appraisal.store.protocol import Notice
from resources.i18n import _, number

SLOW = 0.25  # seconds
SLOW_TIMES = 3


class Pace:
    """Tells once when saving is slow, three times running."""

    def __init__(self) -> None:
        self._slow_times = 0
        self._said = False

    def note(self, seconds: float) -> tuple[Notice, ...]:
        """Note how long one took; gives what is to be said."""
        self._slow_times = self._slow_times + 1 if seconds > SLOW else 0
        if self._slow_times != SLOW_TIMES or self._said:
            return ()
        self._said = True
        said = _("This disk is slow: an answer takes {n} s to save.").format(n=number(seconds, 1))
        return (Notice("slow", said, ("work_on_copy",)),)
