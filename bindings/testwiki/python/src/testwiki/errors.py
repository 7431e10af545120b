"""The exception of this package."""

from __future__ import annotations


class TestwikiError(Exception):
    """The command does not start, has ended, or refuses an option; the message is the command's."""

    # Tells pytest that this is no class of tests, in spite of its name.
    __test__ = False
