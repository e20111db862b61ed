"""Marks and paragraphs to PDF: the only rooms that know ReportLab, points, and a y axis that points upwards."""

from letters.draw import setter
from letters.draw.fonts import coverage, glyph_problem, missing_glyphs
from letters.draw.pages import PdfFile
from letters.draw.reading import ReadAloud

__all__ = ["PdfFile", "ReadAloud", "coverage", "glyph_problem", "missing_glyphs", "setter"]
