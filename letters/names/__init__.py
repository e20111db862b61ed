"""Russian personal names: case, gender, dative for the envelope, nominative for the greeting."""

from letters.names.forms import FIRST_NAME_UNDER, address_form, short_dative
from letters.names.gender import detect_gender
from letters.names.inflect import dative
from letters.names.parts import split_name
from letters.names.recipient import read_recipient
from letters.names.sound import latin, say

__all__ = [
    "FIRST_NAME_UNDER",
    "address_form",
    "dative",
    "detect_gender",
    "latin",
    "read_recipient",
    "say",
    "short_dative",
    "split_name",
]
