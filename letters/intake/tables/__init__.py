"""Spreadsheets, .xlsx, .ods and .csv: a table of strangers to rows of fields, and rows to a table."""

from letters.intake.tables.headings import field_names, read_renames
from letters.intake.tables.read import Row, Table, guess_table, read_table
from letters.intake.tables.write import csv_text, write_csv, write_xlsx

__all__ = [
    "Row",
    "Table",
    "csv_text",
    "field_names",
    "guess_table",
    "read_renames",
    "read_table",
    "write_csv",
    "write_xlsx",
]
