"""Marks and paragraphs to PDF: the only rooms that know ReportLab, points, and a y axis that points upwards."""

from letters.draw import flow as setter
from letters.draw.fonts import coverage, glyph_problem, missing_glyphs
from letters.draw.pages import PdfFile
from letters.draw.parts import Part, PartDrawing

__all__ = ["Part", "PartDrawing", "PdfFile", "coverage", "glyph_problem", "missing_glyphs", "setter"]
