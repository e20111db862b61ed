"""A parsed line as the object that the command `parse` prints, without the fields that need grammar of names."""

from letters.russian.postal.line import ParsedLine, by_kind

Field = str | int | list[str]


def fields(found: ParsedLine) -> dict[str, Field]:
    """The fields under their public names, in their public order; what is absent is left out."""
    if found.error:
        return {"line": found.line, "error": found.error}
    facility, kinds = found.facility, by_kind(found.parts)
    values: dict[str, Field | None] = {
        "line": found.line,
        "index": _joined(kinds.get("index", ())),
        "region": _joined(kinds.get("region", ())),
        "district": _joined(kinds.get("district", ())),
        "settlement": _one_or_list(kinds.get("settlement", ())),
        "street": _joined(kinds.get("street", ())),
        "house": _joined(kinds.get("house", ())),
        "facility": facility.text if facility else None,
        "facility_type": facility.type if facility else None,
        "facility_number": facility.number if facility else None,
        "authority_region": facility.authority_region if facility else None,
        "recipient": found.recipient_text,
        "born": found.born,
        "birth_date": found.birth_date,
        "notes": list(found.notes),
        "services": list(found.services),
        "warnings": warnings(found),
        "rest": found.rest,
    }
    return {name: value for name, value in values.items() if value}


def warnings(found: ParsedLine) -> list[str]:
    """The kinds of everything that is wrong or doubtful, what keeps a letter from arriving first."""
    return [*(fault.code for fault in found.faults), *found.warnings]


def _joined(texts: tuple[str, ...]) -> str | None:
    return ", ".join(texts) or None


def _one_or_list(texts: tuple[str, ...]) -> Field | None:
    return list(texts) if len(texts) > 1 else _joined(texts)
