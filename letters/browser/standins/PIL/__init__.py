"""Stands in for Pillow, of which no wheel is made for browsers: ReportLab imports it, and draws no picture here."""
