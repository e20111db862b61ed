"""The pages that are kept: the writer's guide, the organiser's list, the kit of an evening."""

from letters.layout.guide.explanation import Explained, explain, layout_alphabet, layout_explanation
from letters.layout.guide.kit import KitPage, KitRow, TableCard, layout_card, layout_kit
from letters.layout.guide.large import large_banner, layout_large_guide, layout_large_list, number_pages
from letters.layout.guide.organiser import ListRow, ListText, layout_list
from letters.layout.guide.page import banner, kept_text, layout_guide
from letters.layout.guide.words import full_name, guide_text, kept_spans, latin_as_published, latin_name

__all__ = [
    "Explained",
    "KitPage",
    "KitRow",
    "ListRow",
    "ListText",
    "TableCard",
    "banner",
    "explain",
    "full_name",
    "guide_text",
    "kept_spans",
    "kept_text",
    "large_banner",
    "latin_as_published",
    "latin_name",
    "layout_alphabet",
    "layout_card",
    "layout_explanation",
    "layout_guide",
    "layout_kit",
    "layout_large_guide",
    "layout_large_list",
    "layout_list",
    "number_pages",
]
