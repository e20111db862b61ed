"""The envelopes with gLabels: a template with one label a page, merged with a table. It has no letters of two pages."""

import csv
import os
import subprocess
from html import escape
from pathlib import Path

from bench.peers import ENVELOPE, POINT, Task, read_task

MARGIN = 3 * POINT  # that gLabels keeps inside a text object
ASCENT = 1.018  # of PT Sans, in parts of its size: from the top of a line to its baseline
DOCUMENT = """<?xml version="1.0"?>
<Glabels-document xmlns="http://glabels.org/xmlns/3.0/">
<Template brand="Bench" part="C6" size="Other" width="{width}mm" height="{height}mm" description="C6">
<Label-rectangle id="0" width="{width}mm" height="{height}mm" round="0mm" x_waste="0mm" y_waste="0mm">
<Layout nx="1" ny="1" x0="0mm" y0="0mm" dx="{width}mm" dy="{height}mm"/></Label-rectangle>
</Template>
<Objects id="0" rotate="False">{objects}</Objects>
<Merge type="Text/Comma/Line1Keys" src="{table}"/>
<Data/>
</Glabels-document>
"""
LINE = """<Object-text x="{left}mm" y="{top}mm" w="{width}mm" h="{height}mm" justify="Left" valign="Top"
auto_shrink="False" a0="1" a1="0" a2="0" a3="1" a4="0" a5="0" shadow="False" shadow_x="0pt" shadow_y="0pt"
shadow_color="0x00000000" shadow_opacity="1"><Span font_family="PT Sans"
font_size="{size}" font_weight="Regular" font_italic="False"
color="0x000000ff" line_spacing="1"><Field name="{key}"/></Span></Object-text>"""
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""


def main(task: Task) -> None:
    """Write one file."""
    folder, people = task.out.parent, task.content["people"]
    table, template, fonts = (folder / name for name in ("lines.csv", "envelope.glabels", "fonts.conf"))
    keys = _write_table(table, people)
    lines = zip(keys, people[0]["envelope"], strict=True)
    objects = "".join(_line(key, line) for key, line in lines)
    width, height = ENVELOPE
    source = escape(str(table), quote=True)
    template.write_text(DOCUMENT.format(width=width, height=height, objects=objects, table=source), encoding="utf-8")
    fonts.write_text(FONTS.format(fonts=escape(str(task.fonts)), cache=escape(str(folder / "cache"))), encoding="utf-8")
    command = ["glabels-3-batch", "--output", str(task.out), "--input", str(table), str(template)]
    environment = os.environ | {"FONTCONFIG_FILE": str(fonts)}
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)


def _write_table(path: Path, people: list[dict]) -> list[str]:
    """A row a person, a column a line; the places of the lines are those of the first envelope."""
    keys = [f"line{number}" for number in range(len(people[0]["envelope"]))]
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(keys)
        rows.writerows([line["text"] for line in person["envelope"]] for person in people)
    return keys


def _line(key: str, line: dict) -> str:
    size, left = line["size"], line["left"] - MARGIN
    top, width = line["baseline"] - ASCENT * size * POINT, ENVELOPE[0] - left
    return LINE.format(left=left, top=top, width=width, height=2 * size * POINT, size=size, key=key)


if __name__ == "__main__":
    main(read_task())
