"""Runs of many accounts."""

from __future__ import annotations

from typing import Iterable, Iterator, Optional, Tuple, Union

from ._native import from_c, to_c
from ._native.c_library import ffi, library
from ._native.call import Runner, make, run
from ._native.closeable import Closeable
from ._native.handle import Handle, free_closed
from ._native.value_check import check_type
from .account import NewAccount
from .answers import Answers, wrap_answers
from .bulk_events import Event, Stop
from .captcha_mixin import ImageFetch
from .errors import InvalidArgument
from .image import Image
from .secret import Secret

Row = Union[NewAccount, Tuple[int, NewAccount]]
"""An account, alone or with the caller's number for it, such as the line of a file."""


class Bulk(Closeable):
    """
    A run that creates many accounts, none twice, returned by Wiki.bulk(). Iterating over it yields its events.

    Between two events nothing is in flight: to stop, leave the loop. On Ctrl-C the loop raises KeyboardInterrupt when
    the request on its way has its result, which is in the journal, and is the first event of another loop over the run.

    Attributes:
        number: The number of the row whose step is the latest event; None at the creator's login.
        asked: The name of the row whose step is the latest event; None at the creator's login.
        is_login: True if the latest event is a step of the creator's login.
    """

    number: Optional[int]
    asked: Optional[str]
    is_login: bool

    def __init__(self, handle: Handle, runner: Runner, rows: Iterable[Row]) -> None:
        self._handle = handle
        self._runner = runner
        self._rows = iter(rows)
        # The place for the event of a call, which an interrupted call has filled too.
        self._place = ffi().new("mwa_event **")
        self._event: Optional[Handle] = None
        self._is_told = True
        self._has_stopped = False
        self.number = None
        self.asked = None
        self.is_login = False

    def __iter__(self) -> Iterator[Event]:
        """Returns the run itself. Another loop goes on where the last one ended, after a Stop too."""
        self._has_stopped = False
        return self

    def __next__(self) -> Event:
        """
        Goes on to the next event. Takes a row from the caller's rows when it begins with it.

        An exception of the rows is passed on. A step comes again until it is answered or skipped.
        """
        if self._has_stopped:
            raise StopIteration
        while self._is_told or self._event is None:
            if not self._advance():
                self._add(next(self._rows))
        lib = library()
        event = self._event.pointer
        self.number = lib.mwa_event_row_number(event) or None
        self.asked = from_c.text_or_none(lib.mwa_event_asked(event))
        self.is_login = lib.mwa_event_is_login(event)
        told = from_c.event(self._event)
        self._has_stopped = isinstance(told, Stop)
        self._is_told = True
        return told

    def answer(self, answers: Answers) -> None:
        """
        Answers the step that is the latest event. The loop goes on with it.

        Raises InvalidArgument for an invalid answer: its `field` names the field, and the step still waits.
        """
        answers = wrap_answers(answers)
        run("mwa_bulk_answer", self._handle, to_c.answers(answers))

    def returned(self, url: Union[str, Secret]) -> None:
        """Supplies the address at which the user came back from a Redirect. Raises the same exceptions as answer()."""
        url = Secret.of(url, "url")
        run("mwa_bulk_returned", self._handle, url)

    def skip(self) -> None:
        """
        Gives up the row whose step is the latest event. Its result follows.

        Raises InvalidArgument at the creator's login, which cannot be skipped.
        """
        run("mwa_bulk_skip", self._handle)

    def image(self, index: int = 0) -> Image:
        """
        Fetches an image of the captcha of the latest event, the one at index in Captcha.image_urls.

        Raises InvalidArgument if the latest event shows no captcha, or one without this image.
        """
        check_type("index", index, int)
        lib = library()
        event = self._event
        captcha = lib.mwa_step_captcha(lib.mwa_event_step(event.pointer)) if event else None
        if not captcha:
            raise InvalidArgument("the latest event shows no captcha")
        fetch = make("conversation", "mwa_bulk_image", self._handle, captcha, index)
        with ImageFetch(fetch, self._runner) as fetching:
            return fetching.image()

    def close(self) -> None:
        """Ends the run, and unlocks a journal that only it uses. Does nothing if it is already closed."""
        super().close()
        free_closed()

    def _advance(self) -> bool:
        """Gets the next event. Returns False if the run has no row left."""
        try:
            run("mwa_bulk_next", self._handle, self._place, runner=self._runner)
        except BaseException:
            self._take_event()
            # The run has stopped only because of the interruption.
            if not self._is_told and self._event is not None:
                self._is_told = isinstance(from_c.event(self._event), Stop)
            raise
        return self._take_event()

    def _take_event(self) -> bool:
        pointer = self._place[0]
        if not pointer:
            return False
        self._event = Handle(pointer, "event")
        self._place[0] = ffi().NULL
        self._is_told = False
        return True

    def _add(self, row: Row) -> None:
        number = 0
        if isinstance(row, tuple):
            try:
                number, row = row
            except ValueError:
                raise InvalidArgument("a row is an account, or its number and an account") from None
            check_type("the number of a row", number, int)
            if number < 1:
                raise InvalidArgument("the number of a row is at least 1")
        run("mwa_bulk_add", self._handle, to_c.account(row), number)
