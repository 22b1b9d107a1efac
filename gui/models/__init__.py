"""Item models: they know QtCore and rows of a view, never a widget."""
