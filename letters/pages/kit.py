"""The kit of an evening: what the host says, buys and checks, counted over a run."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from letters.draw import setter
from letters.languages import counted, number_in
from letters.layout.guide import KitPage, KitRow, banner, kept_spans, kept_text, large_banner, layout_kit
from letters.layout.guide.kit import LEAD, PART
from letters.layout.sheet import choose_labels
from letters.marks import Page, Span
from letters.pages.run import Kind
from letters.pages.setting import Setting
from letters.paper import A4, Envelope, find_envelope
from letters.paper.inside import folded_into
from letters.paper.weight import Weight, weigh
from letters.wording import fill, kit_texts

SMALL = "C6"  # the envelope for the answer, unless it is printed

Bought = tuple[int, str, str]  # how many, the key of the text, words behind it


@dataclass(frozen=True, slots=True)
class Evening:
    """What a run has come to: letters by their sheets, the blank one among them, and pages by file."""

    setting: Setting
    letters: Counter[int]
    pages: Mapping[Kind, int]

    @property
    def people(self) -> int:
        """How many letters there are."""
        return self.letters.total()

    @property
    def letter_sheets(self) -> int:
        """Sheets of paper in all letters, blank ones among them."""
        return sum(sheets * count for sheets, count in self.letters.items())

    @property
    def kept_sheets(self) -> int:
        """Pages of the files for the table and for the host that are written before this kit's own."""
        collated = max(self.pages.get("table", 0) - self.letter_sheets, 0)
        return collated + sum(self.pages.get(kind, 0) for kind in ("guides", "list", "kit"))


def inside(setting: Setting) -> Envelope:
    """The envelope for the answer: the one of `replies`, or else a small one."""
    return setting.envelope if "replies" in setting.run.only else find_envelope(SMALL)


def weigh_letter(setting: Setting, sheets: int) -> Weight | None:
    """A letter of the run with an envelope inside, `None` = a card, or no letter."""
    if not sheets or setting.envelope.card:
        return None
    return weigh(sheets, setting.envelope, inside(setting), setting.paper, setting.country.code)


def kit_pages(evening: Evening) -> Iterator[Page]:
    """The pages for the host, which stand behind the table cards: the talk, what to buy, what to check at the end."""
    texts = kit_texts(evening.setting.run.kept.language)
    talk = tuple(_laid_out(_talk(texts["talk"]), evening))
    closing = tuple(_laid_out(_closing(evening.setting, texts["closing"]), evening))
    yield from talk
    yield from _laid_out(_shopping(evening, texts["shopping"], len(talk) + len(closing) + 1), evening)
    yield from closing


def _laid_out(page: KitPage, evening: Evening) -> Sequence[Page]:
    setting = evening.setting
    words, paper = setting.texts.banner, setting.paper
    strip = large_banner(words, setter, paper) if setting.run.print.large else banner(words, paper)
    return layout_kit(page, strip, setting.letter_setter, paper)


def _talk(texts: Mapping[str, Any]) -> KitPage:
    """A welcome, the rules, numbered, and a last word: to be read aloud."""
    rules = (KitRow(kept_spans(rule), f"{number}") for number, rule in enumerate(texts["rules"], 1))
    welcome, close = (KitRow(kept_spans(texts[key])) for key in ("welcome", "close"))
    return KitPage(texts["heading"], None, (welcome, *rules, close))


def _closing(setting: Setting, texts: Mapping[str, Any]) -> KitPage:
    """What to look at before letters go, each with a box to tick: on the letter, in its envelope, on the envelope."""
    stub = (texts["stub"],) if setting.qr == "stub" else ()
    if setting.envelope.card:
        return KitPage(texts["heading"], kept_text(texts["lead"]), tuple(_boxes((*texts["card"], *stub))))
    letter, *others = (texts[part] for part in ("letter", "inside", "outside"))
    parts = [(letter["heading"], (*letter["points"], *stub)), *((part["heading"], part["points"]) for part in others)]
    rows = (row for heading, points in parts for row in (_part(heading), *_boxes(points)))
    return KitPage(texts["heading"], kept_text(texts["lead"]), tuple(rows))


def _part(heading: str, price: str | None = None) -> KitRow:
    return KitRow(kept_spans(heading), price=price, style=PART)


def _boxes(points: Iterable[str]) -> Iterator[KitRow]:
    return (KitRow(kept_spans(point), box=True) for point in points)


def _shopping(evening: Evening, texts: Mapping[str, Any], own: int) -> KitPage:
    """What to buy, counted; no prices, because they date. `own` = the pages of this kit that are for the host."""
    words, language = _words(evening), evening.setting.run.kept.language
    kept = evening.kept_sheets + own
    paper = ((evening.letter_sheets, "letters"), (kept, "kept"))
    total = evening.letter_sheets + kept

    def spans(key: str, number: int, after: str = "") -> tuple[Span, ...]:
        return kept_spans(fill(counted(texts[key], number, language), language, words) + after)

    bought = [
        KitRow(spans(key, number, after), f"{number}", True, "") for number, key, after in _bought(evening, texts)
    ]
    printed = [KitRow(spans(key, number), f"{number}", True) for number, key in paper]
    rows = (
        _part(texts["buy"], texts["price"]),
        *bought,
        KitRow(kept_spans(texts["more"]), box=True, price=""),
        _part(texts["print"]),
        *printed,
        KitRow(spans("total", total), f"{total}"),
        *_weights(evening, texts, words),
    )
    return KitPage(texts["heading"], kept_text(texts["lead"]), rows)


def _words(evening: Evening) -> dict[str, object]:
    setting = evening.setting
    envelope, language = setting.envelope, setting.run.kept.language
    labels = choose_labels(setting.run.print.sheet)
    return {
        "envelope": envelope.name,
        "width": number_in(language, envelope.width),
        "height": number_in(language, envelope.height),
        "inside": inside(setting).name,
        "labels": labels.name if labels else A4.name,
        "paper": setting.paper.name,
        "blank": evening.people,
    }


def _bought(evening: Evening, texts: Mapping[str, Any]) -> Iterator[Bought]:
    """Envelopes and stamps: one each for a letter, and one for the answer."""
    setting, people = evening.setting, evening.people
    if setting.run.print.sheet:
        yield evening.pages.get("envelopes", 0), "fold" if setting.run.print.sheet == "fold" else "labels", ""
    if setting.envelope.card:
        yield people, "cards", ""
    elif setting.run.print.sheet != "fold":
        yield people, "envelopes", f", {texts['window']}" if setting.window else ""
    if not setting.envelope.card:
        fold = folded_into(inside(setting), setting.envelope) or 1
        folded = f", {texts['folded'][fold - 2]}" if fold > 1 else ""
        yield people, "replies" if "replies" in setting.run.only else "inside", folded
    yield people, "stamps", ""


def _weights(evening: Evening, texts: Mapping[str, Any], words: Mapping[str, object]) -> Iterator[KitRow]:
    """Grams of the heaviest letter, with its class, and of all of them if there are several."""
    language = evening.setting.run.kept.language
    weights = {sheets: weigh_letter(evening.setting, sheets) for sheets in sorted(evening.letters)}
    known = {sheets: weight for sheets, weight in weights.items() if weight}
    if not known:
        return
    least, most = next(iter(known.values())), known[max(known)]
    limit = fill(texts["limit"], language, {"limit": most.limit}) if most.limit else texts["ask"]
    limit += texts["near"] if most.near else ""
    more = {**words, "least": f"{least.grams:.0f}", "limit": limit}
    text = counted(texts["weight_one" if len(known) == 1 else "weight_most"], evening.people, language)
    lines = [f"{_grams(most.grams, texts)} {fill(text, language, more)}"]
    if evening.people > 1:
        total = sum(weight.grams * evening.letters[sheets] for sheets, weight in known.items())
        lines.append(f"{_grams(total, texts)} {texts['weight_all']}")
    yield KitRow(kept_spans("\\\n".join(lines)), style=LEAD)


def _grams(grams: float, texts: Mapping[str, Any]) -> str:
    return f"**{texts['grams'].format(f'{grams:.0f}')}**"
