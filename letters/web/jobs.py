"""Long work in the background: it tells how far it is, can be stopped, and leaves its answer to be fetched."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextvars import copy_context
from dataclasses import dataclass, field
from secrets import token_urlsafe
from typing import Any

Advance = Callable[[int, int], None]
Work = Callable[[Advance], Any]
KEPT = 20  # answers that can still be fetched


@dataclass(slots=True)
class Job:
    """One piece of work: so many people of so many are done; `answer` or `error` when it is over."""

    name: str
    about: Any = None  # what was asked for, to be asked for again
    done: int = 0
    people: int = 0
    answer: Any = None
    error: BaseException | None = None
    _stop: threading.Event = field(default_factory=threading.Event)
    _over: threading.Event = field(default_factory=threading.Event)

    @property
    def is_over(self) -> bool:
        """Whether there is an answer, or an error."""
        return self._over.is_set()

    def wait(self, seconds: float) -> bool:
        """Whether it is over now, or soon."""
        return self._over.wait(seconds)

    @property
    def progress(self) -> dict[str, object]:
        """How far it is, for a script."""
        return {"over": self.is_over, "done": self.done, "people": self.people}

    def stop(self) -> None:
        """Ask the work to end; the files stay as they were."""
        self._stop.set()

    def _advance(self, done: int, people: int) -> None:
        self.done, self.people = done, people
        if self._stop.is_set():
            raise KeyboardInterrupt

    def carry_out(self, work: Work) -> None:
        """Do the work, and keep what came of it."""
        try:
            self.answer = work(self._advance)
        except (Exception, KeyboardInterrupt) as error:  # what was wrong, a stop, a fault: shown on the page
            self.error = error
        finally:
            self._over.set()


class Jobs:
    """The work of one desk; without threads (in a browser) it is done at once, before the answer goes out."""

    def __init__(self, has_threads: bool = True) -> None:
        self.has_threads = has_threads
        self._jobs: OrderedDict[str, Job] = OrderedDict()

    def start(self, work: Work, about: Any = None) -> Job:
        """Begin; the name of the job is for the address of the page that shows it."""
        job = Job(token_urlsafe(9), about)
        self._jobs[job.name] = job
        while len(self._jobs) > KEPT:
            self._jobs.popitem(last=False)
        if self.has_threads:
            context = copy_context()  # the language in which it reports
            threading.Thread(target=context.run, args=(job.carry_out, work), daemon=True).start()
        else:
            job.carry_out(work)
        return job

    def find(self, name: str) -> Job | None:
        """The job of that name, if it is still known."""
        return self._jobs.get(name)

    def forget(self, job: Job) -> None:
        """Ask it to end, and keep nothing of it."""
        job.stop()
        self._jobs.pop(job.name, None)

    def under_way(self, about: Any) -> Job | None:
        """The job that does this very thing now: a button was pressed twice."""
        return next((job for job in self._jobs.values() if not job.is_over and job.about == about), None)

    def stop_all(self) -> None:
        """Ask everything to end."""
        for job in self._jobs.values():
            job.stop()
