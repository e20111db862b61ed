"""The kit of an evening: what the host says, buys and checks, counted over a run."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from letters.languages import counted, number_in
from letters.layout.guide import KitPage, KitRow, kept_spans, layout_kit
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


def _laid_out(page: KitPage, evening: Evening) -> Iterator[Page]:
    return layout_kit(page, evening.setting.texts.banner, evening.setting.letter_setter, evening.setting.paper)


def _talk(texts: Mapping[str, Any]) -> KitPage:
    """The rules, numbered, to be read aloud."""
    rows = (KitRow(kept_spans(rule), f"{number}") for number, rule in enumerate(texts["rules"], 1))
    return KitPage(texts["heading"], None, tuple(rows))


def _closing(setting: Setting, texts: Mapping[str, Any]) -> KitPage:
    """What to look at in each letter before it goes, each with a box to tick."""
    points = list(texts["card" if setting.envelope.card else "points"])
    if setting.qr == "stub":
        points.insert(-2, texts["stub"])
    return KitPage(texts["heading"], texts["lead"], tuple(KitRow(kept_spans(point), box=True) for point in points))


def _shopping(evening: Evening, texts: Mapping[str, Any], own: int) -> KitPage:
    """What to buy, counted; no prices, because they date. `own` = the pages of this kit that are for the host."""
    words, language = _words(evening), evening.setting.run.kept.language
    kept = evening.kept_sheets + own
    paper = ((evening.letter_sheets, "letters", ""), (kept, "kept", ""))
    total = evening.letter_sheets + kept

    def spans(key: str, number: int, after: str = "") -> tuple[Span, ...]:
        return kept_spans(fill(counted(texts[key], number, language), language, words) + after)

    rows = [
        KitRow(spans(key, number, after), f"{number}", True)
        for number, key, after in (*_bought(evening, texts), *paper)
    ]
    rows.append(KitRow(spans("total", total), f"{total}"))
    rows += _weights(evening, texts, words)
    return KitPage(texts["heading"], texts["lead"], (*rows, KitRow(kept_spans(texts["more"]), box=True)))


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
    yield KitRow(kept_spans(fill(text, language, more)), _grams(most.grams, texts))
    total = sum(weight.grams * evening.letters[sheets] for sheets, weight in known.items())
    if evening.people > 1:
        yield KitRow(kept_spans(texts["weight_all"]), _grams(total, texts))


def _grams(grams: float, texts: Mapping[str, Any]) -> str:
    return str(texts["grams"]).format(f"{grams:.0f}")
