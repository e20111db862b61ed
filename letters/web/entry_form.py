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
        if name in texts and (_items(texts[name]) != _items(there[name]) or not isinstance(old, tuple)):
            changed[name] = _items(texts[name]) or None
    return changed


def differing(record: Mapping[str, Any], texts: Texts) -> Iterator[str]:
    """The fields of the form in which what was typed is not what the book has now."""
    there = shown(record)
    for name in dict.fromkeys((*texts, *(name for name in there if _LANGUAGE.fullmatch(name)))):
        if texts.get(name, "") != there.get(name, ""):
            yield name


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


def _items(text: str) -> tuple[str, ...]:
    return tuple(filter(None, _BETWEEN_TAGS.split(text)))
