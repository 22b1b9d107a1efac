"""The verbs of the terminal, each with a NAME, its arguments and `run`; and plain letters."""
