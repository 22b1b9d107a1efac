"""Every figure as a picture, of the sample, of BCG and of the ugly review.

`python -m tests.tools.figures [--out FOLDER] [--pdf]` writes `REVIEW-FIGURE.png`;
with `--pdf` each goes through its PDF and poppler, a page a picture, to see what others will see.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from PIL import Image

from appraisal.bundle import figures_of, write_figure
from appraisal.named import Named
from tests.appraisal.materials import sample_material, ugly_material

DPI: Final = 100
UGLY: Final = 80
COLOURS: Final = 255
HIGHEST: Final = 2400  # px of a picture in the docs; the rest is in the file


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.tools.figures")
    parser.add_argument("--out", type=Path, default=Path("docs/screenshots/figures"))
    parser.add_argument("--only", default="", help="only pictures whose name holds this")
    parser.add_argument("--pdf", action="store_true", help="through the PDF and poppler")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for review, material in (
        ("sample", sample_material("ivig")),
        ("bcg", sample_material("bcg")),
        ("ugly", ugly_material(UGLY)),
    ):
        for figure in figures_of(material):
            name = f"{review}-{figure.name}"
            if asked.only in name:
                (_through_pdf if asked.pdf else _draw)(figure, asked.out, name)
                sys.stdout.write(f"{name}\n")
    return 0


def _draw(figure: Named, folder: Path, name: str) -> None:
    path = folder / f"{name}.png"
    write_figure(figure.scene, path, dpi=DPI)
    with Image.open(path) as picture:
        top = picture.convert("RGB").crop((0, 0, picture.width, min(picture.height, HIGHEST)))
    top.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(path)


def _through_pdf(figure: Named, folder: Path, name: str) -> None:
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "figure.pdf"
        write_figure(figure.scene, path)
        subprocess.run(
            ["pdftoppm", "-r", str(DPI), "-png", str(path), str(folder / name)], check=True
        )


if __name__ == "__main__":
    sys.exit(main())
