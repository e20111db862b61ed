"""Knows where the files that ship with the program stand: beside the package, or inside an installed one."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def data() -> Path:
    """The folder of the tables that several rooms read, or that a post clerk would look for."""
    return _PACKAGE / "data"


def templates() -> Path:
    """The folder of letter forms, guide texts, phrases, services and lint rules."""
    return _find("templates", "templates")


def fonts() -> Path:
    """The folder of the TrueType fonts and their licences."""
    return _find("fonts", "fonts")


def locales() -> Path:
    """The folder of the catalogues of translations."""
    return _PACKAGE / "locale"


def sample_book() -> Path:
    """The book of the published people."""
    return _find("sample/addresses.yaml", "addresses.yaml")


def _find(inside: str, beside: str) -> Path:
    installed = _PACKAGE / inside
    return installed if installed.exists() else _PACKAGE.parent / beside
