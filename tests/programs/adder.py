"""Puts people into a book, each with a reading and a writing of their own: BOOK SURNAME HOW-MANY."""

import sys
from datetime import date
from pathlib import Path

from letters.store.book.plan import changing

PLACE = "644009, г. Омск, ул. 10 лет Октября, д. {}, ФКУ ИК-7 УФСИН России по Омской области"

if __name__ == "__main__":
    book, surname, people = sys.argv[1:]
    for number in range(int(people)):
        line = f"{PLACE.format(number + 1)}, {surname} Захару Петровичу, {1940 + number} г. р."
        with changing(Path(book), date(2026, 11, 22)) as plan:
            plan.add(plan.check({"address": line}))
            plan.write()
