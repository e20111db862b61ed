"""The Russian language and its post: addresses, names, typography, English lines, phrases and lint rules."""
