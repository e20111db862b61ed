"""letters.html: the same pages in one file that runs in a browser, and the same as a folder for a web space.

`python3 -m letters.browser OUT` builds both, with the standard library, npm and node. What runs in the browser besides
the pages is in `inside` (Python) and `shell` (the page around them).
"""
