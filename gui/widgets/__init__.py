"""The pieces pages are made of. They know Qt and the theme, and nothing of reviews.

Lengths inside follow the type: use `theme.space(layout, margins, gap)` and `theme.hold(widget)`.

text      Text(text, look, wrap=)  Elided(text, look)  KeyCap(key)  IconLabel(name, token, size)
chip      Chip(text, kind, icon=) .set_chip(...)   paint_chip(painter, box, text, kind=, icon=)
buttons   Button(text, kind, icon=, icon_after=, key=) .set_off(reason)   ToolButton(icon, word, key=)
card      Card(title, note) .add .add_edge .add_to_head   Rule(upright=)   Note(title, text, kind)
"""
