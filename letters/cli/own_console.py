"""Whether Windows made the console for this program alone, as for a double click: it would vanish with what is said."""

import sys
from collections.abc import Iterable
from pathlib import PureWindowsPath

MOST = 64  # programs that share a console
_QUERY = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION


def has_own_console() -> bool:
    """Whether nothing but Python is attached to the console; False wherever that cannot be told."""
    if sys.platform != "win32":
        return False
    try:
        return is_alone(_images())
    except (OSError, AttributeError, ValueError):
        return False


def is_alone(images: Iterable[str]) -> bool:
    """Whether these programs are Python and its launchers only: «C:\\Windows\\py.exe»; no shell waits behind them."""
    names = [PureWindowsPath(image).name.lower() for image in images]
    return bool(names) and all(name.startswith("py") and name.endswith(".exe") for name in names)


def _images() -> list[str]:
    """The files of all programs attached to this console (GetConsoleProcessList, QueryFullProcessImageNameW)."""
    import ctypes

    kernel = ctypes.windll.kernel32  # type: ignore[attr-defined, unused-ignore]
    numbers = (ctypes.c_uint32 * MOST)()
    count = kernel.GetConsoleProcessList(numbers, MOST)
    return [_image(kernel, number) for number in numbers[:count]] if 0 < count <= MOST else []


def _image(kernel: "object", number: int) -> str:
    import ctypes

    handle = kernel.OpenProcess(_QUERY, False, number)  # type: ignore[attr-defined]
    size, name = ctypes.c_uint32(1024), ctypes.create_unicode_buffer(1024)
    try:
        told = kernel.QueryFullProcessImageNameW(handle, 0, name, ctypes.byref(size))  # type: ignore[attr-defined]
        return name.value if told else "?"
    finally:
        kernel.CloseHandle(handle)  # type: ignore[attr-defined]
