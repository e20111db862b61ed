"""The program as letters.html runs it: one desk in the memory of the browser, and what the page around it asks."""

from letters.browser.inside.desk import answer, begin, load_more
from letters.browser.inside.files import kept, open_file, together

__all__ = ["answer", "begin", "kept", "load_more", "open_file", "together"]
