"""The errors that the statistics raise, so that a caller can tell them from a fault in the code.

Each message is a sentence about the numbers at hand. Nothing here is translated: a caller that
shows errors to people chooses its words by the class.
"""


class StatsError(Exception):
    """A computation can't give the answer that was asked of it."""


class InvalidData(StatsError):
    """The numbers contradict themselves, such as more events than people."""


class NotEstimable(StatsError):
    """The data hold no information on the quantity, such as an odds ratio without events."""


class TooFewStudies(StatsError):
    """The method needs more studies than there are."""


class NotConverged(StatsError):
    """An iteration ended without an answer; no other estimator is put in its place."""


class Cancelled(StatsError):
    """The person stopped a long computation."""
