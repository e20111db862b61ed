"""What letters.html may load and reach (Content-Security-Policy): scripts by their hash, and nothing elsewhere."""

import base64
import hashlib
from collections.abc import Iterable

# A worker from a blob is bound by the policy of its page; one from a file would not be.
FRAMES = ("frame-src blob: 'self'", "object-src blob:", "img-src blob: data:", "form-action 'none'", "base-uri 'none'")


def of_the_file(scripts: Iterable[str], styles: Iterable[str], is_folder: bool) -> str:
    """The policy of the page around; the folder loads its parts, and what keeps it offline, from beside it."""
    loads = ("connect-src 'self'", "worker-src blob: 'self'") if is_folder else ("worker-src blob:",)
    inside = f"script-src {_hashes(scripts)} blob: 'wasm-unsafe-eval'"
    return "; ".join(("default-src 'none'", inside, f"style-src {_hashes(styles)}", *loads, *FRAMES))


# Added when everything is loaded and before Python starts: from then on nothing is fetched, not even from beside.
SHUT = "connect-src 'none'; worker-src blob:"


def of_a_page(scripts: Iterable[str], styles: Iterable[str]) -> str:
    """The policy of each page of the program: its own scripts, and nothing that is loaded."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hashes(scripts)}",
            f"style-src {_hashes(styles)}",
            "frame-src blob:",
            "object-src blob:",
            "img-src blob: data:",
            "form-action 'none'",
            "base-uri 'none'",
        )
    )


def _hashes(texts: Iterable[str]) -> str:
    digests = (hashlib.sha256(text.encode()).digest() for text in texts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
