"""Russian personal names: case, gender, dative for the envelope, nominative for the greeting."""

from letters.russian.names.alike import is_alike
from letters.russian.names.forms import FIRST_NAME_UNDER, address_form, short_dative
from letters.russian.names.gender import detect_gender
from letters.russian.names.inflect import dative
from letters.russian.names.mixed import mixed_letters
from letters.russian.names.parts import has_initials, names_several, split_name
from letters.russian.names.recipient import read_recipient, settled_dative
from letters.russian.names.sound import latin, say

__all__ = [
    "FIRST_NAME_UNDER",
    "address_form",
    "dative",
    "detect_gender",
    "has_initials",
    "is_alike",
    "latin",
    "mixed_letters",
    "names_several",
    "read_recipient",
    "say",
    "settled_dative",
    "short_dative",
    "split_name",
]
