"""The pages with typst, as its users write them: one document with a loop over the data."""

import typst

from bench.peers import BOTTOM, ENVELOPE, HEADER, LEFT, PAPER, RIGHT, TOP, Task, read_task, ruled_lines

ENVELOPES = f"""
#set page(width: {ENVELOPE[0]}mm, height: {ENVELOPE[1]}mm, margin: 0mm)
#set text(font: "PT Sans", lang: "ru", top-edge: "baseline")
#let content = json("content.json")
#for person in content.people {{
  for line in person.envelope {{
    place(top + left, dx: line.left * 1mm, dy: line.baseline * 1mm, text(size: line.size * 1pt, line.text))
  }}
  pagebreak(weak: true)
}}
"""
LETTERS = f"""
#set page(width: {PAPER[0]}mm, height: {PAPER[1]}mm,
  margin: (left: {LEFT}mm, top: {TOP}mm, right: {RIGHT}mm, bottom: {BOTTOM}mm))
#set text(font: "PT Serif", size: 12.5pt, lang: "ru", hyphenate: true)
#set par(justify: true, leading: 5pt, spacing: 6.5mm, first-line-indent: 7.5mm)
#let content = json("content.json")
#let ruled = for y in ({", ".join(f"{top - TOP:g}" for top in ruled_lines())}) {{
  place(top + left, dy: y * 1mm, line(length: 100%, stroke: 0.2mm + gray))
}}
#for person in content.people {{
  place(top + left, dy: {HEADER - TOP}mm, text(font: "PT Sans", size: 9pt, top-edge: "baseline", person.header))
  align(right, text(size: 12pt, content.date))
  v(8mm)
  par(justify: false, first-line-indent: 0mm, text(size: 15pt, person.salutation))
  v(5mm)
  for words in content.body {{ par(words) }}
  pagebreak()
  ruled
  pagebreak(weak: true)
}}
"""


def main(task: Task) -> None:
    """Write one file; typst reads the data itself."""
    source = task.out.parent / "peer.typ"
    source.write_text(ENVELOPES if task.kind == "envelopes" else LETTERS, encoding="utf-8")
    typst.compile(str(source), output=str(task.out), font_paths=[str(task.fonts)], ignore_system_fonts=True)


if __name__ == "__main__":
    main(read_task())
