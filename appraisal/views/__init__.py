"""What a screen or a sheet shows: pure functions from a veiled `State` to frozen rows.

Decisions live here, so that a page has none: what a seat's state is called, what waits for whom,
which items are open. A lookup gives the instrument of an `id@version` in the reader's language.
"""
