"""The options of a wiki."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Sequence, TypedDict, Union


class Options(TypedDict, total=False):
    """
    The options of a wiki, as `testwiki --help` describes them.

    Those that the command takes repeatedly are lists here, with a plural name.
    """

    release: str
    """The release of MediaWiki, such as "1.26" or "1.26.4". The default is 1.43."""
    captcha: Union[str, None]
    """The captcha of new users: simple, math, questy, fancy, recaptcha, hcaptcha or turnstile."""
    settings: Sequence[str]
    """Settings of the wiki, such as "private" or "otp"; `testwiki --list` describes all."""
    faults: Sequence[str]
    """Faults that happen once each, such as "reset-after@createaccount:2"; `testwiki --list` names all."""
    throttle: Union[int, None]
    """The number of accounts that a visitor may create in a day."""
    throttle_period: Union[int, None]
    """The seconds in which they may create them, instead of a day (not on 1.26 and earlier)."""
    creation_rate: Union[str, None]
    """The creations that a visitor may begin in a number of seconds, such as "6/60" (1.41 and later)."""
    read_only_for: Union[int, None]
    """The seconds during which the databases are locked."""
    lag: Union[int, None]
    """The lag of the databases in seconds."""
    clock: int
    """The seconds by which the wiki's clock differs from this machine's."""
    proxy_date: Union[int, None]
    """The seconds by which the clock of a proxy, which sets the header Date, differs from the wiki's."""
    keep_alive: Union[str, None]
    """How connections end that clients keep; `testwiki --list` names the kinds."""
    script_path: str
    """The folder of api.php and index.php, such as "/w"."""
    script_extension: str
    """The extension of api.php and index.php, such as ".php5"."""
    article_path: Union[str, None]
    """The path of articles, such as "/wiki/$1"."""
    articles: Sequence[str]
    """Articles besides the main page."""
    accounts: Sequence[str]
    """Accounts besides the administrator's: NAME:PASSWORD."""
    bearers: Sequence[str]
    """OAuth 2 access tokens: TOKEN:ACCOUNT."""
    oauth1_consumers: Sequence[str]
    """OAuth 1.0a owner-only consumers: KEY:SECRET:TOKEN:SECRET:ACCOUNT."""
    bot_passwords: Sequence[str]
    """Bot passwords: ACCOUNT@BOT:PASSWORD."""
    redirect: Union[str, None]
    """A URL to whose paths all requests are redirected."""


# The command's names, where they are not the same with hyphens.
REPEATABLE = {
    "settings": "setting",
    "faults": "fault",
    "articles": "article",
    "accounts": "account",
    "bearers": "bearer",
    "oauth1_consumers": "oauth1",
    "bot_passwords": "bot-password",
}


def to_json(options: Mapping[str, Any]) -> Dict[str, Any]:
    """Returns options with the command's names. It is the command that refuses unknown ones."""
    return {REPEATABLE.get(name, name.replace("_", "-")): plain(value) for name, value in options.items()}


def plain(value: Any) -> Any:
    """Returns a value that JSON can have: a list of what else can be iterated, and texts and numbers as they are."""
    return value if value is None or isinstance(value, (str, int, float)) else list(value)


def to_arguments(options: Mapping[str, Any]) -> List[str]:
    """Returns options as arguments of the command."""
    arguments = []
    for name, value in to_json(options).items():
        values = [] if value is None else value if isinstance(value, list) else [value]
        arguments += [f"--{name}={value}" for value in values]
    return arguments
