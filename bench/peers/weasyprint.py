"""The pages with WeasyPrint: one HTML document."""

from collections.abc import Iterator
from html import escape

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

from bench.peers import BOTTOM, ENVELOPE, HEADER, LEFT, PAPER, RIGHT, TOP, Task, read_task, ruled_lines

STYLE = """
@font-face {{ font-family: serif-face; src: url(PTSerif-Regular.ttf) }}
@font-face {{ font-family: sans-face; src: url(PTSans-Regular.ttf) }}
@page {{ size: {width}mm {height}mm; margin: 0 }}
body {{ margin: 0; font-family: serif-face }}
section {{ position: relative; width: {width}mm; height: {height}mm; break-after: page; overflow: hidden }}
.line {{ position: absolute; font-family: sans-face; line-height: 0; white-space: nowrap }}
.text {{ position: absolute; left: {left}mm; top: {top}mm; width: {inner}mm }}
p {{ margin: 0 0 1.2mm; font-size: 12.5pt; line-height: 17.5pt; text-align: justify; hyphens: auto;
  text-indent: 7.5mm }}
.date {{ font-size: 12pt; text-align: right; margin-bottom: 8mm }}
.hello {{ font-size: 15pt; text-align: left; text-indent: 0; margin-bottom: 5mm }}
.rule {{ position: absolute; left: {left}mm; width: {inner}mm; border-top: 0.2mm solid #737373 }}
"""


def main(task: Task) -> None:
    """Write one file."""
    width, height = ENVELOPE if task.kind == "envelopes" else PAPER
    style = STYLE.format(width=width, height=height, left=LEFT, top=TOP, inner=width - LEFT - RIGHT, bottom=BOTTOM)
    draw = _envelope if task.kind == "envelopes" else _letter
    pages = "".join(page for person in task.content["people"] for page in draw(person, task.content))
    text = f'<html lang="ru"><style>{style}</style><body>{pages}</body></html>'
    HTML(string=text, base_url=f"{task.fonts.as_uri()}/").write_pdf(task.out, font_config=FontConfiguration())


def _envelope(person: dict, content: dict) -> Iterator[str]:
    lines = (
        f'<div class="line" style="left: {line["left"]}mm; top: {line["baseline"]}mm; font-size: {line["size"]}pt">'
        f"{escape(line['text'])}</div>"
        for line in person["envelope"]
    )
    yield f"<section>{''.join(lines)}</section>"


def _letter(person: dict, content: dict) -> Iterator[str]:
    header = (
        f'<div class="line" style="left: {LEFT}mm; top: {HEADER}mm; font-size: 9pt">{escape(person["header"])}</div>'
    )
    body = "".join(f"<p>{escape(text)}</p>" for text in content["body"])
    words = f'<p class="date">{content["date"]}</p><p class="hello">{escape(person["salutation"])}</p>{body}'
    yield f'<section>{header}<div class="text">{words}</div></section>'
    rules = "".join(f'<div class="rule" style="top: {top}mm"></div>' for top in ruled_lines())
    yield f"<section>{rules}</section>"


if __name__ == "__main__":
    main(read_task())
