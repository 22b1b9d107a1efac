"""What a review is: its ledger, its people, its studies and what was said of them. No Qt."""

__version__ = "0.1.0"
