"""The pages with LibreOffice: a flat OpenDocument text, converted by `soffice`."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from html import escape

from bench.peers import BOTTOM, ENVELOPE, LEFT, PAPER, RIGHT, RULING, TOP, Task, read_task, ruled_lines

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)
DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document {names} office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="serif" svg:font-family="PT Serif"/>
<style:font-face style:name="sans" svg:font-family="PT Sans"/></office:font-face-decls>
<office:automatic-styles>
<style:page-layout style:name="page">
<style:page-layout-properties fo:page-width="{width}mm" fo:page-height="{height}mm"
fo:margin-left="{left}mm" fo:margin-right="{right}mm" fo:margin-top="{top}mm" fo:margin-bottom="{bottom}mm"/>
</style:page-layout>
{styles}
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page"/></office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>"""
STYLE = """<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties {paragraph}/>
<style:text-properties style:font-name="{font}" fo:font-size="{size}pt" fo:language="ru" fo:country="RU"/>
</style:style>"""
FIRST = 'fo:break-before="page"'


def main(task: Task) -> None:
    """Write one file."""
    source = task.out.with_suffix(".fodt")
    source.write_text(
        _envelopes(task.content) if task.kind == "envelopes" else _letters(task.content), encoding="utf-8"
    )
    home = f"-env:UserInstallation={(task.out.parent / 'office').as_uri()}"
    convert = ["soffice", "--headless", home, "--convert-to", "pdf", "--outdir", task.out.parent, source]
    own = task.out.parent / "own"  # where the fonts are found for this run
    shutil.copytree(task.fonts, own / "fonts", dirs_exist_ok=True)
    environment = os.environ | {"XDG_DATA_HOME": str(own)}
    subprocess.run(convert, check=True, stdout=subprocess.DEVNULL, env=environment)


def _document(styles: str, body: Iterator[str], page: tuple[float, float], edges: tuple[float, ...]) -> str:
    (width, height), (left, top, right, bottom) = page, edges
    return DOCUMENT.format(
        names=NAMES, styles=styles, body="".join(body), width=width, height=height,
        left=left, top=top, right=right, bottom=bottom,
    )  # fmt: skip


def _envelopes(content: dict) -> str:
    line = content["people"][0]["envelope"][0]
    flush = 'fo:margin-top="0mm"'
    sizes = sorted({line["size"] for person in content["people"] for line in person["envelope"]})
    styles = [
        STYLE.format(name=f"{kind}{size}", paragraph=paragraph, font="sans", size=size)
        for size in sizes
        for kind, paragraph in (("first", FIRST), ("line", flush))
    ]
    body = (
        f'<text:p text:style-name="{"line" if number else "first"}{line["size"]}">{escape(line["text"])}</text:p>'
        for person in content["people"]
        for number, line in enumerate(person["envelope"])
    )
    return _document("".join(styles), body, ENVELOPE, (line["left"], line["baseline"] - 4, 2, 2))


def _letters(content: dict) -> str:
    rule = f'style:join-border="false" fo:border-bottom="0.2mm solid #737373" fo:line-height="{RULING}mm"'
    styles = {
        "header": (FIRST, "sans", 9),
        "date": ('fo:text-align="end" fo:margin-bottom="8mm"', "serif", 12),
        "hello": ('fo:margin-bottom="5mm"', "serif", 15),
        "body": ('fo:text-align="justify" fo:text-indent="7.5mm" fo:line-height="17.5pt"', "serif", 12.5),
        "blank": (f"{FIRST} {rule}", "serif", 9),
        "rule": (rule, "serif", 9),
    }
    made = (STYLE.format(name=n, paragraph=p, font=f, size=s) for n, (p, f, s) in styles.items())
    return _document("".join(made), _letter_lines(content), PAPER, (LEFT, TOP, RIGHT, BOTTOM))


def _letter_lines(content: dict) -> Iterator[str]:
    blank = ["blank", *["rule"] * (len(ruled_lines()) - 2)]
    for person in content["people"]:
        words = [("header", person["header"]), ("date", content["date"]), ("hello", person["salutation"])]
        words += [("body", text) for text in content["body"]]
        for style, text in (*words, *((style, "") for style in blank)):
            yield f'<text:p text:style-name="{style}">{escape(text)}</text:p>'


if __name__ == "__main__":
    main(read_task())
