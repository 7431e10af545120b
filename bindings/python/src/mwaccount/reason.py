"""Why an account was not created."""

from __future__ import annotations

from .str_enum import StrEnum


class Reason(StrEnum):
    """
    Why an account was not created, the same word on every release of MediaWiki; the wiki's own code and text stand
    beside it. New ones may be added.

    >>> Reason("name-taken") is Reason.NAME_TAKEN
    True
    """

    NAME_TAKEN = "name-taken"
    """
    The name belongs to somebody, on this wiki or on one that shares its accounts, or is kept for somebody. Choose
    another name.
    """

    NAME_INVALID = "name-invalid"
    """
    The wiki does not accept this as a user name: a forbidden character, an IP address, a listed word, too like
    another name. Choose another.
    """

    PASSWORD_WEAK = "password-weak"
    """
    The password breaks a rule of the wiki, such as a least length; the wiki's message says which. Choose a better
    one.
    """

    PASSWORD_MISMATCH = "password-mismatch"
    """The password and its repetition differ. Send both again."""

    EMAIL_INVALID = "email-invalid"
    """The e-mail address is not one, for this wiki. Correct it, or leave it out."""

    EMAIL_REQUIRED = "email-required"
    """There must be an e-mail address: the wiki demands one, or the password shall be sent by mail. Give one."""

    CAPTCHA_WRONG = "captcha-wrong"
    """
    The captcha's answer was wrong, missing, too late or used before. Answer a new one; after several right answers
    that were refused, wait: beyond a limit ConfirmEdit calls every answer wrong.
    """

    CAPTCHA_UNAVAILABLE = "captcha-unavailable"
    """
    The wiki has no captcha to give (its images are used up), or the outside service that checks them is in trouble;
    ConfirmEdit also says so of some wrong answers. Try a new captcha, later if it stays.
    """

    LOGIN_FAILED = "login-failed"
    """
    The creator could not log in: wrong name or password, a second factor that action=login cannot ask for, an OAuth
    authorisation that does not hold, or a session in which nobody can log in because something else says who its
    user is. After failed logins ConfirmEdit also calls a right password wrong, as it wants a captcha. Check the
    credentials and the way of logging in, and do not try in a loop.
    """

    NOT_PERMITTED = "not-permitted"
    """
    This caller lacks a right that others may have: to create accounts, to use the API for writing, to read a
    private wiki. Log in as somebody who has it.
    """

    BLOCKED = "blocked"
    """
    The caller's account or address is blocked, or its address stands in a blacklist. Trying again does not help;
    the wiki's message says whom to ask.
    """

    THROTTLED = "throttled"
    """
    A limit is reached: so many accounts a day, logins, actions. Wait, or use a creator whom the limit does not
    bind.
    """

    READ_ONLY = "read-only"
    """The wiki takes no changes now; the message often says why. Come back later."""

    BUSY = "busy"
    """
    The server was in trouble for a moment, or somebody is creating the same name. Try again shortly. If the trouble
    came in a creation, first find out whether the account exists: AuthManager can throw after it has written the
    account.
    """

    DISABLED = "disabled"
    """
    Switched off, or not there, for everybody: the module, writing through the API, creation itself. Try another
    dialect, or create the account in the way that wiki wants.
    """

    NO_LOCAL_ACCOUNTS = "no-local-accounts"
    """
    The wiki takes no password of its own for a new account: accounts come from a single sign-on service. Log in
    there once.
    """

    REFUSED_BY_EXTENSION = "refused-by-extension"
    """
    An extension refused, and only its text says why. Show the text. On 1.21 and 1.22 it is often a captcha that the
    API cannot show.
    """

    FIELD_INVALID = "field-invalid"
    """
    Some other field is wrong, such as the language or the domain, or several at once; the text says which. Correct
    and send again.
    """

    SESSION_LOST = "session-lost"
    """
    The token, the cookies or the login are gone, or the conversation with them. Log in again if there was a login,
    and begin anew.
    """

    NOT_A_WIKI = "not-a-wiki"
    """What answered is no MediaWiki. Check the address."""

    ACCESS_DENIED = "access-denied"
    """
    Something before the wiki kept us out: a 401, a 403, a page that challenges browsers. Ask whoever runs the site.
    """

    UNREACHABLE = "unreachable"
    """No connection, or no answer in time. Check the address and the network, then try again."""

    INSECURE = "insecure"
    """
    A secret would have gone over an open line, or a connection could not be trusted. Use https, or allow it where
    that is right.
    """

    TOO_LARGE = "too-large"
    """An answer was larger than allowed. Raise the limit if the wiki can be trusted."""

    PROTOCOL = "protocol"
    """
    We and the wiki do not understand each other: it could not read the request, or we its answer. This is a fault
    to report.
    """

    CANCELLED = "cancelled"
    """The caller cancelled."""

    INVALID_ARGUMENT = "invalid-argument"
    """The caller asked for something that cannot be, seen before anything was sent. Correct the call."""

    OTHER = "other"
    """A code that this version does not know, or one that is no refusal. Show the wiki's code and message."""
