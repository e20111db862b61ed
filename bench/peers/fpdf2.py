"""The pages with fpdf2."""

from fpdf import FPDF

from bench.peers import ENVELOPE, HEADER, LEFT, PAPER, POINT, RIGHT, TOP, Task, read_task, ruled_lines


def main(task: Task) -> None:
    """Write one file."""
    pdf = FPDF(unit="mm", format=ENVELOPE if task.kind == "envelopes" else PAPER)
    pdf.set_auto_page_break(False)
    pdf.set_margins(LEFT, TOP, RIGHT)
    pdf.add_font("serif", fname=task.fonts / "PTSerif-Regular.ttf")
    pdf.add_font("sans", fname=task.fonts / "PTSans-Regular.ttf")
    for person in task.content["people"]:
        if task.kind == "envelopes":
            _envelope(pdf, person)
        else:
            _letter(pdf, person, task.content)
    pdf.output(str(task.out))


def _envelope(pdf: FPDF, person: dict) -> None:
    pdf.add_page()
    for line in person["envelope"]:
        pdf.set_font("sans", size=line["size"])
        pdf.text(line["left"], line["baseline"], line["text"])


def _letter(pdf: FPDF, person: dict, content: dict) -> None:
    pdf.add_page()
    pdf.set_font("sans", size=9)
    pdf.text(LEFT, HEADER, person["header"])
    pdf.set_y(TOP)
    _paragraph(pdf, content["date"], 12, 17, "R")
    pdf.ln(8)
    _paragraph(pdf, person["salutation"], 15, 20, "L")
    pdf.ln(5)
    for text in content["body"]:
        _paragraph(pdf, text, 12.5, 17.5, "J")
        pdf.ln(1.2)
    pdf.add_page()
    for top in ruled_lines():
        pdf.line(LEFT, top, PAPER[0] - RIGHT, top)


def _paragraph(pdf: FPDF, text: str, size: float, leading: float, align: str) -> None:
    pdf.set_font("serif", size=size)
    pdf.multi_cell(0, leading * POINT, text, align=align, new_x="LMARGIN", new_y="NEXT")


if __name__ == "__main__":
    main(read_task())
