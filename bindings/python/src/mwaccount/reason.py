"""Reasons of refusals and errors."""

from __future__ import annotations

from .str_enum import StrEnum


class Reason(StrEnum):
    """
    The reason of a refusal or an error, the same on every release of MediaWiki.

    Steps and exceptions have the wiki's own code and message beside it. Later versions may add reasons.

    >>> Reason("name-taken") is Reason.NAME_TAKEN
    True

    Members:
        NAME_TAKEN: The name belongs to somebody on this wiki or on one that shares its accounts, or is reserved. Choose
            another name.
        NAME_INVALID: The wiki does not accept the user name: it contains a forbidden character, is an IP address, is
            blacklisted or is too similar to another name. Choose another name.
        PASSWORD_WEAK: The password breaks a rule of the wiki, such as a minimum length. The wiki's message names the
            rule. Choose a better one.
        PASSWORD_MISMATCH: The password and its repetition differ. Send both again.
        EMAIL_INVALID: The wiki does not accept the e-mail address. Correct it, or leave it out.
        EMAIL_REQUIRED: An e-mail address is missing: the wiki requires one, or the password is to be mailed. Add one.
        CAPTCHA_WRONG: The captcha answer was wrong, missing, too late or used before. Answer a new captcha. If several
            right answers are refused, wait: above a rate limit ConfirmEdit refuses every answer.
        CAPTCHA_UNAVAILABLE: The wiki has no captcha to show (its images are used up), or the external service that
            checks the answers fails. ConfirmEdit also reports some wrong answers like this. Try a new captcha, and
            again later if the error persists.
        LOGIN_FAILED: The creator could not log in: the name or password is wrong, action=login cannot ask for the
            second factor, the OAuth authorisation is invalid, or something else than a login determines the user of the
            session. After failed logins ConfirmEdit requires a captcha and then reports a right password as wrong.
            Check the credentials and the way of logging in, and do not try in a loop.
        NOT_PERMITTED: The caller lacks a right that others may have: to create accounts, to write through the API, or
            to read a private wiki. Log in as a user who has it.
        BLOCKED: The caller's account or IP address is blocked or blacklisted. Trying again does not help. The wiki's
            message names whom to ask.
        THROTTLED: A rate limit is reached, such as on accounts per day, logins or actions. Wait, or use a creator who
            is exempt from the limit.
        READ_ONLY: The wiki accepts no changes at the moment. Its message often gives the cause. Try again later.
        BUSY: The server failed temporarily, or another request is creating the same name. Try again shortly. After a
            creation, first find out whether the account exists: AuthManager can throw an exception after it has stored
            the account.
        DISABLED: The module, writing through the API or account creation is disabled or missing for everybody. Try
            another dialect, or create the account in the way that the wiki offers.
        NO_LOCAL_ACCOUNTS: The wiki stores no passwords for new accounts: they come from a single sign-on service. Log
            in there once.
        REFUSED_BY_EXTENSION: An extension refused, and only its message gives the cause. Show the message. On 1.21 and
            1.22 the cause is often a captcha that the API cannot show.
        FIELD_INVALID: Another field is invalid, such as the language or the domain, or several are. The message names
            them. Correct it and try again.
        SESSION_LOST: The token, the cookies, the login or the conversation expired. Log in again if a creator was
            logged in, and start over.
        NOT_A_WIKI: The server is not MediaWiki. Check the address.
        ACCESS_DENIED: The web server or a proxy in front of the wiki denied access: a 401, a 403 or a page that
            challenges browsers. Ask the operator of the site.
        UNREACHABLE: There was no connection, or no response in time. Check the address and the network, then try again.
        INSECURE: A secret would have been sent unencrypted, an unencrypted response led to another host, or the
            connection could not be trusted. Use https, or allow http where that is safe.
        TOO_LARGE: A response exceeded the size limit. Raise the limit if the wiki can be trusted.
        PROTOCOL: The wiki could not read the request, or the library could not read the response. Report this as a bug.
        CANCELLED: The caller cancelled the call.
        JOURNAL: The journal of a run of many accounts cannot be read or written, or another run uses it. Free space or
            end the other run, and run it again.
        INVALID_ARGUMENT: The caller's input is invalid. Raised before anything is sent. Correct the call.
        OTHER: A code that this version does not know, or one that is not a refusal. Show the wiki's code and message.
    """

    NAME_TAKEN = "name-taken"
    NAME_INVALID = "name-invalid"
    PASSWORD_WEAK = "password-weak"
    PASSWORD_MISMATCH = "password-mismatch"
    EMAIL_INVALID = "email-invalid"
    EMAIL_REQUIRED = "email-required"
    CAPTCHA_WRONG = "captcha-wrong"
    CAPTCHA_UNAVAILABLE = "captcha-unavailable"
    LOGIN_FAILED = "login-failed"
    NOT_PERMITTED = "not-permitted"
    BLOCKED = "blocked"
    THROTTLED = "throttled"
    READ_ONLY = "read-only"
    BUSY = "busy"
    DISABLED = "disabled"
    NO_LOCAL_ACCOUNTS = "no-local-accounts"
    REFUSED_BY_EXTENSION = "refused-by-extension"
    FIELD_INVALID = "field-invalid"
    SESSION_LOST = "session-lost"
    NOT_A_WIKI = "not-a-wiki"
    ACCESS_DENIED = "access-denied"
    UNREACHABLE = "unreachable"
    INSECURE = "insecure"
    TOO_LARGE = "too-large"
    PROTOCOL = "protocol"
    CANCELLED = "cancelled"
    JOURNAL = "journal"
    INVALID_ARGUMENT = "invalid-argument"
    OTHER = "other"
