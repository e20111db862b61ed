"""The language of messages: `--ui LANG` anywhere in a command, else LETTERS_UI, else that of the system."""

import gettext
import os
import sys
from collections.abc import Mapping

from letters.errors import CommandError, Problem
from letters.sentences import DOMAIN, ENGLISH, LANGUAGES, catalogues_folder, find_language, sentence, speak

UI = "--ui"
VARIABLE = "LETTERS_UI"


def _speak_of_commands(language: str) -> None:
    """The library of the command line says its own sentences in that language too: it asks gettext."""
    speak(language)
    if language != ENGLISH:
        os.environ["LANGUAGE"] = language
        gettext.bindtextdomain(DOMAIN, str(catalogues_folder()))
        gettext.textdomain(DOMAIN)


def read_ui(arguments: list[str]) -> list[str]:
    """Speak the language that is asked for; gives the command without `--ui`.

    Raises CommandError for a language that is asked for on the command line and not spoken.
    """
    _speak_of_commands(system_language(os.environ))
    words, asked = _without_ui(arguments)
    if asked is not None:
        _speak_of_commands(_asked_language(asked))
    return words


def system_language(environment: Mapping[str, str]) -> str:
    """What LETTERS_UI says, or LANGUAGE, LC_ALL, LC_MESSAGES and LANG as gettext reads them; else English."""
    if own := environment.get(VARIABLE):
        return find_language(own) or ENGLISH
    locale = next(filter(None, map(environment.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    if locale.partition(".")[0] in ("C", "POSIX"):  # what other programs set to read English
        return ENGLISH
    wanted = [name for name in (*environment.get("LANGUAGE", "").split(":"), locale) if name]
    if not wanted and sys.platform == "win32":
        wanted = [_windows_language()]
    return next(filter(None, map(find_language, wanted)), ENGLISH)


def _windows_language() -> str:
    """«de_DE», as the user's settings have it."""
    import ctypes
    import locale

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")  # type: ignore[attr-defined]


def _without_ui(arguments: list[str]) -> tuple[list[str], str | None]:
    words: list[str] = []
    asked: str | None = None
    rest = iter(arguments)
    for word in rest:
        if word == "--":
            return [*words, word, *rest], asked
        if word == UI:
            asked = next(rest, "")
        elif word.startswith(f"{UI}="):
            asked = word.removeprefix(f"{UI}=")
        else:
            words.append(word)
    return words, asked


def _asked_language(name: str) -> str:
    language = find_language(name)
    if language is None:
        what = sentence("this language is not spoken here.")
        hint = sentence("Choose from {languages}.", languages=", ".join(LANGUAGES))
        raise CommandError(Problem("", what, hint, code="unknown-language", field="ui", value=name))
    return language
