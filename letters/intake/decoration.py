"""What people and chats put around a line: bullets, arrows, emoji, «1)», «>»; it says nothing."""

import re

# Arrows, boxes, ticks and pictures; no «№», «©», «°».
_PICTURES = "\u2190-\u2bff\u3030\u303d\ufe0e\ufe0f\u20e3\U0001f000-\U0001faff"
_NUMBER = (
    r"(?:[0-9]{1,2}\ufe0f?\u20e3\s*)+|№\s?[0-9]{1,3}[.):]\s+|\(?[0-9]{1,3}\)\s*|[0-9]{1,3}\.(?:\s+(?![0-9]{1,2}\.\s)|(?=[^\W\d_]|[0-9]{6}))"
    r"|[0-9]{1,3}\s[–—-]\s+(?=[А-ЯЁA-Z]|[0-9]{3} ?[0-9]{3}\b)|[а-яёa-z]\)\s+"
)
_FRONT = re.compile(rf"(?:[\s>•·∙‣⁃*#|~_`–—―‐‑-]|[{_PICTURES}]|{_NUMBER})+")
_BEHIND = re.compile(rf"[\s*|~_`{_PICTURES}]+$")


def undecorated(line: str) -> str:
    """The line without what only decorates it; a line of nothing else is empty."""
    bare = line[found.end() :] if (found := _FRONT.match(line)) else line
    return _BEHIND.sub("", bare)
