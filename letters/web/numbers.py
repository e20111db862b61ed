"""Whole numbers as people type them into forms and addresses of pages."""


def whole_number(text: str, most: int, least: int = 1) -> int | None:
    """A number from `least` to `most`; `None` for any other text, however many digits it has."""
    digits = text.strip()
    if not digits.isdecimal() or len(digits) > len(str(most)):
        return None
    number = int(digits)
    return number if least <= number <= most else None
