"""The use cases, one file each: a typed request in, a typed result out; nothing is printed here."""
