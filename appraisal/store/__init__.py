"""Where entries are kept: one SQLite file a person, and what guards it."""
