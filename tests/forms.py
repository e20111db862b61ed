"""Knows how a browser reads a form: which fields it would send back if nobody touched anything."""

from html.parser import HTMLParser
from urllib.parse import unquote


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms, self._area, self._menu = [], None, None

    def handle_starttag(self, tag, pairs):
        has = dict(pairs)
        if tag == "form":
            self.forms.append((has.get("action", ""), []))
        elif tag == "input" and "name" in has and self.forms:
            if has.get("type") not in ("checkbox", "radio") or "checked" in has:
                self._put(has["name"], has.get("value", ""))
        elif tag == "textarea":
            self._area = has["name"]
            self._put(self._area, "")
        elif tag == "select":
            self._menu = has["name"]
            self._put(self._menu, None)
        elif tag == "option" and self._menu:
            fields = self.forms[-1][1]
            if "selected" in has or fields[-1][1] is None:
                fields[-1] = (self._menu, has["value"])

    def handle_endtag(self, tag):
        if tag == "textarea":
            name, text = self.forms[-1][1][-1]
            self.forms[-1][1][-1] = (name, text.removeprefix("\n").replace("\n", "\r\n"))
            self._area = None
        elif tag == "select":
            self._menu = None

    def handle_data(self, data):
        if self._area:
            name, text = self.forms[-1][1][-1]
            self.forms[-1][1][-1] = (name, text + data)

    def _put(self, name, value):
        self.forms[-1][1].append((name, value))


def form(html, action):
    """What the form that goes to this address would send: each name with all its values."""
    reader = _Forms()
    reader.feed(html)
    (fields,) = [fields for there, fields in reader.forms if unquote(there) == action]
    sent = {}
    for name, value in fields:
        sent.setdefault(name, []).append(value)
    return sent
