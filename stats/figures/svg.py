"""The words of a figure inside its SVG: title, description and the data behind it."""

import re
from json import dumps
from xml.sax.saxutils import escape

from stats.figures.fallback import FONT
from stats.figures.scene import Scene

LIKE_IT = "Verdana, sans-serif"  # as wide, where the figure font is not installed


def with_words(svg: bytes, scene: Scene) -> bytes:
    """Return the SVG with a title and a description that screen readers speak, and its data."""
    text = svg.decode("utf-8").replace(f"'{FONT}'", f"'{FONT}', {LIKE_IT}")
    found = re.search(r"<svg\b[^>]*>", text)
    if found is None:
        raise ValueError("This is no SVG.")
    root = found[0][:-1] + ' role="img" aria-labelledby="figure-title figure-description">'
    data = escape(dumps([list(row) for row in scene.table], ensure_ascii=False))
    words = (
        f'\n <title id="figure-title">{escape(scene.title)}</title>'
        f'\n <desc id="figure-description">{escape(scene.description)}</desc>'
        f'\n <metadata id="figure-data">{data}</metadata>'
    )
    return (text[: found.start()] + root + words + text[found.end() :]).encode("utf-8")
