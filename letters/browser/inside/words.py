"""What the page around the program says, in every language that has a catalogue."""

from letters.sentences import ENGLISH, LANGUAGES, sentence, speak, translated

WORDS = {
    "title": sentence("Letters"),
    "starting": sentence("The program is getting ready. Nothing is fetched from elsewhere, and nothing is sent."),
    "loading": sentence("Load the program"),
    "python": sentence("Start Python"),
    "program": sentence("Unpack the program"),
    "pages": sentence("Open the pages"),
    "ready": sentence("Everything happens in this window. Nothing is sent."),
    "working": sentence("Working…"),
    "people": sentence("Working… {done} of {people} people"),
    "stop": sentence("Stop"),
    "stopped": sentence("Stopped. The program was started anew; the book is as it was after the last change."),
    "open": sentence("Open…"),
    "save": sentence("Save…"),
    "about": sentence("About"),
    "close": sentence("Close"),
    "unsaved": sentence("Not saved"),
    "saved": sentence("Saved: {name}"),
    "open_title": sentence("Open your files"),
    "open_help": sentence(
        "A book (addresses.yaml), a ledger (ledger.db), or everything that was saved together (letters.zip). "
        "It takes the place of what is here."
    ),
    "replace": sentence("There are changes that are not saved. Open another file all the same?"),
    "opened": sentence("Opened: {name}"),
    "unknown": sentence("This version does not know what these are; they are kept, and saved with everything: {name}"),
    "save_title": sentence("Save your files"),
    "save_help": sentence("What is not saved is gone when this window is closed."),
    "save_all": sentence("Everything in one file (letters.zip)"),
    "save_one": sentence("Only {name}"),
    "remember": sentence("Remember in this browser"),
    "remember_help": sentence(
        "Off: nothing stays on this computer but what you save. On: the book, the ledger and the letters stay in this "
        "browser, and whoever uses it after you can read them. Never do this on a computer of somebody else."
    ),
    "forget": sentence("Forget everything now"),
    "forgotten": sentence("Nothing is kept in this browser any more. What is in this window stays until it is closed."),
    "no_memory": sentence("This browser keeps nothing for this page, perhaps because the window is private."),
    "remembered": sentence("What this browser remembered is open."),
    "leads_out": sentence("leads out of the program, to {host}"),
    "died": sentence(
        "The program ended by itself and was started anew. The book is as it was after the last change; what was asked "
        "last was not done. Save the book, and try it with less at once."
    ),
    "failed": sentence("The program could not be started: {reason}"),
    "damaged": sentence(
        "A part is not the one that was built: {name}. Get the file again from whoever gave it to you."
    ),
    "made_file": sentence("File"),
    "save_file": sentence("Save"),
    "print": sentence("Print"),
    "print_help": sentence("Choose «100 %» or «actual size» in the dialog, and no scaling."),
    "print_viewer": sentence("Print with the button of the viewer below."),
    "back": sentence("Back"),
    "too_old": sentence(
        "This browser is too old for this page. These and newer ones work: Firefox 114, Chrome 95, Edge 95, Opera 81, "
        "Safari 16.4. Firefox can be had from mozilla.org."
    ),
    "no_scripts": sentence("This page needs JavaScript: it is a program. Allow it for this page; it sends nothing."),
    "about_title": sentence("About this file"),
    "about_what": sentence(
        "Letters {version}: the whole program in one file. It works without a network, and the browser is told to let "
        "nothing out: only a link that you click leads elsewhere, and it says so."
    ),
    "about_check": sentence(
        "Whether this is the file that was built: compare its SHA-256 with the one that its builder has published. "
        "Choose the file, and it is computed here."
    ),
    "fingerprint": sentence("Content (the same in the file and in the folder): {hash}"),
    "sizes": sentence("Parts"),
    "megabytes": sentence("MB"),
    "licences": sentence("Licences"),
}


def all_words() -> dict[str, dict[str, str]]:
    """Language -> name -> words; «{name}» in them is filled in by the page."""
    made = {}
    for language in LANGUAGES:
        speak(language)
        made[language] = {name: translated(text) for name, text in WORDS.items()}
    speak(ENGLISH)
    return made
