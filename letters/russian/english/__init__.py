"""The address in English: the line for the reader, made or compared; the Latin lines of an envelope for some posts."""

from letters.russian.english.agree import Difference, cross_check, years_in
from letters.russian.english.block import latin_lines
from letters.russian.english.line import english_line, english_name

__all__ = ["Difference", "cross_check", "english_line", "english_name", "latin_lines", "years_in"]
