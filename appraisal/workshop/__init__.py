"""Making instruments: a file as tables that a form edits, checked at every step."""
