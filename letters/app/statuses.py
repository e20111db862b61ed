"""What became of somebody, in words."""

from letters.sentences import sentence

STATUSES = {
    "held": sentence("in prison"),
    "released": sentence("released"),
    "exchanged": sentence("exchanged"),
    "house_arrest": sentence("under house arrest"),
    "moved": sentence("moved, nobody knows where"),
    "died": sentence("has died"),
    "unknown": sentence("no known address"),
}
