"""The form of a person's page: what the book has as texts to be typed over, and what was typed as fields of the book.

What comes back as it was shown is no change, whatever white space the book has there.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

ADDRESS = ("address", "english", "case")
NAME = ("name", "dative", "gender", "called", "born", "birthday")
LINES = (*ADDRESS, *NAME, "verified", "status")  # fields with one text
BY_LANGUAGE = ("about", "tip")
ALL = (*LINES, *BY_LANGUAGE, "services", "tags")
WAS = "was."  # before the name of a field: what it held when the form was opened
HELD = "held"  # what a book says that has no status
_LANGUAGE = re.compile(r"(about|tip)\.([\w-]{1,20})")
_BETWEEN_TAGS = re.compile(r"[,;\s]+")
Texts = dict[str, str]  # "born", "about.en": what stands in a field of the form; several things with a comma between


def shown(record: Mapping[str, Any]) -> Texts:
    """What the form shows of a record of the book, its shape right or wrong."""
    texts = {name: _line(record.get(name)) for name in LINES}
    texts["status"] = texts["status"] or HELD
    for name in BY_LANGUAGE:
        value = record.get(name)
        by_language = value if isinstance(value, Mapping) else {"en": value} if value else {}
        texts |= {f"{name}.{language}": _line(text) for language, text in by_language.items()}
    return texts | {"services": _listed(record.get("services")), "tags": _listed(record.get("tags"))}


def typed(form: "MultiDict[str, str]") -> Texts:
    """What was typed; a field that did not come is not in it."""
    texts = {name: _line(form[name]) for name in (*LINES, "tags") if name in form}
    texts |= {name: _line(text) for name, text in form.items() if _LANGUAGE.fullmatch(name)}
    if "services" in form:
        texts["services"] = _listed(tuple(form.getlist("services")))
    return texts


def seen(form: "MultiDict[str, str]") -> Texts:
    """What the form showed when it was opened."""
    return typed(MultiDict((name.removeprefix(WAS), text) for name, text in form.items() if name.startswith(WAS)))


def comparable(texts: Texts) -> Texts:
    """The same for the same: services are ticked in another order than a book may have them."""
    return {name: ", ".join(_compared(name, text)) if name == "services" else text for name, text in texts.items()}


def fields(record: Mapping[str, Any], texts: Texts) -> dict[str, Any]:
    """The fields of the book that differ from the record, `None` = taken away."""
    there = shown(record)
    changed: dict[str, Any] = {}
    for name in LINES:
        if name in texts and (texts[name] != there[name] or not isinstance(record.get(name, ""), str)):
            changed[name] = texts[name] or None
    for name in BY_LANGUAGE:
        changed |= _by_language(name, record.get(name), there, texts)
    for name in ("services", "tags"):
        old = record.get(name, ())
        is_same = name in texts and _compared(name, texts[name]) == _compared(name, there[name])
        if name in texts and not (is_same and isinstance(old, tuple)):
            changed[name] = _items(texts[name]) or None
    return changed


def _by_language(name: str, old: Any, there: Texts, texts: Texts) -> Iterator[tuple[str, Any]]:
    now = dict(old) if isinstance(old, Mapping) else {}
    for key, text in texts.items():
        is_changed = text != there.get(key, "") or not isinstance(old, Mapping)
        if key.startswith(f"{name}.") and is_changed:
            now[key.partition(".")[2]] = text
    now = {language: text for language, text in now.items() if text}
    if now != (old or {}):
        yield name, now or None


def _line(value: Any) -> str:
    """A text with its white space tidied; of what is no text, all its texts."""
    if isinstance(value, Mapping):
        value = ", ".join(map(_line, value.values()))
    elif isinstance(value, tuple):
        value = _listed(value)
    return " ".join(str(value or "").split())


def _listed(value: Any) -> str:
    return ", ".join(filter(None, map(_line, value))) if isinstance(value, tuple) else _line(value)


def _compared(name: str, text: str) -> tuple[str, ...]:
    return tuple(sorted(_items(text))) if name == "services" else _items(text)


def _items(text: str) -> tuple[str, ...]:
    return tuple(filter(None, _BETWEEN_TAGS.split(text)))
