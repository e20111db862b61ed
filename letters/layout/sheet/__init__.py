"""Pages onto paper: how an envelope is fed, labels, fold-it-yourself, fronts to cut out."""

from letters.layout.sheet.choice import choose_imposition, choose_labels
from letters.layout.sheet.feed import FEEDS
from letters.layout.sheet.imposition import Imposition, Place, deal, impose
from letters.layout.sheet.labels import EXAMPLE as LABELS_EXAMPLE
from letters.layout.sheet.labels import LabelSheet, label_names, layout_label

__all__ = [
    "FEEDS",
    "LABELS_EXAMPLE",
    "Imposition",
    "LabelSheet",
    "Place",
    "choose_imposition",
    "choose_labels",
    "deal",
    "impose",
    "label_names",
    "layout_label",
]
