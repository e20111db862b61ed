"""The pages that are kept: the writer's guide and the organiser's list."""

from letters.guide.gloss import Explained, explain, layout_alphabet, layout_gloss
from letters.guide.organiser import ListRow, ListText, layout_list
from letters.guide.page import layout_guide
from letters.guide.words import full_name, guide_text, latin_name

__all__ = [
    "Explained",
    "ListRow",
    "ListText",
    "explain",
    "full_name",
    "guide_text",
    "latin_name",
    "layout_alphabet",
    "layout_gloss",
    "layout_guide",
    "layout_list",
]
