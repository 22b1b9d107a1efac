"""The verbs of the terminal: each module has a NAME, its arguments and `run`."""
