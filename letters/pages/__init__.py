"""One person's pages: words chosen, checked, typeset and laid out."""
