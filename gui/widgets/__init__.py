"""The pieces pages are made of. They know Qt and the theme, and nothing of reviews.

Lengths inside follow the type: use `theme.space(layout, margins, gap)` and `theme.hold(widget)`.
Signals come from the person alone; `set_...` shows something without a signal.

text       Text(text, look, wrap=, selectable=)  Elided(text, look)  KeyCap(key)
           IconLabel(name, token, size)
chip       Chip(text, kind, icon=) .set_chip   paint_chip(painter, box, text, kind=, icon=)
buttons    Button(text, kind, icon=, icon_after=, key=) .set_off(reason)  .clicked
           ToolButton(icon, word, key=) .set_off
card       Card(title, note) .add .add_edge .add_to_head .set_title   Rule()
           Note(title, text, kind) .set
marks      Mark(level, word, size)  MarkLine(level, word, letter)  paint_mark
stars      StarStrip(earned, of, size=, figure=) .set_stars   paint_star  paint_stars
states     StateLabel(state, word, part=)  Reviewer(name, letter, filled=)
           paint_state  paint_state_icon  paint_disc
options    Choice(code, text, detail, stars)  OptionButton  TickButton
answers    OptionList(choices, question, multi=, none=, shape=)  .answered(object)
           .value .set_value .choose(code) .set_sealed(sealed=) .focus_option
items      Worth(note, quotes, earned, stars, mark, mark_word)
           FoldHead(title, worth) .toggled  FoldedItem(code, title, answer, worth=) .clicked
           Conditional(code, because, title) .add
reason     ReasonField(label, key=, name=, placeholder=, lines=)  .edited(str) .left()
           .set_text .flush .set_sealed .add_to_head   GrowingText, the field alone
quotation  Quotation(text, place, current=, removable=)  .opened() .removed()   TeamRule(text)
fields     Field(label, widget) .set_error   LineField(text, ...) .edited(str)
           SearchField(placeholder) .searched(str)   ListField(pairs, key) .picked(str)
           FilterList(label, pairs, key) .picked(str)   set_error(widget, message)
switches   Segmented(pairs, key, name=) .picked(str)   Tabs(pairs, key, icons=) .picked(str) .add
slider     LimitSlider(name, least, most, value) .set_studies(values)  .valueChanged(int)
columns    Columns(parts, name=) of Part(key, words, widget, least, width)  .bring(key); F6
rail       Rail(name) .add(key, icon, word, at_bottom=) .set_key .set_count(key, n) .set_narrow
           .picked(str)
bars       TopBar() .set_review(name, nature) .set_person  .name.set_menu(QMenu)
           .searched() .undone() .helped()
           StatusLine() .set_saved(words, state) .set_progress .show_job .hide_job
notices    Banner() .put(cause, Message(text, kind, deeds, icon)) .take(cause)
           Toast(window) .say(text, undo=)   announce(widget, text)
page       PageHead(title, sentence) .add   EmptyPage(title, sentence, button, other=, figure=)
           Hints([(words, key)], icon=)   Pane(ground=) .column   Splitter()
           Scroll(content) .kept(anchor) .bring(widget) .go_to   Figure(icon, size)
palette    Palette(window, search) .open_palette([Entry(...)], typed)  .ran(str)
table      Table(name, fit=, short=, grid=) .set_columns(widths, stretch=)
           .copy_rows  .opened(index)    cells are `gui.delegates.cells.Cell`s under `CELL`
scrim      Scrim(widget), under dialogs (`gui/dialogs.py`) and the palette
canvas     the painter of a figure's Scene
"""
