"""Stands in for Pillow, of which no wheel is made for browsers: ReportLab imports it, and no page draws a raster picture."""
