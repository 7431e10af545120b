"""Results of probes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Tuple

from .captcha import Captcha
from .dialect import Dialect
from .field import Field
from .steps import Refused


@dataclass(frozen=True)
class Requirements:
    """
    The requirements of a wiki for a new account, returned by Wiki.probe(). None means unknown on this wiki.

    Attributes:
        dialect: The wiki's dialect; None for one that only a newer version of the package knows.
        generator: The wiki's release, such as "MediaWiki 1.39.17".
        may_create: True if this caller may create accounts: the wiki's own check let a request pass that creates
            nothing. Limits on accounts, and up to 1.26 blacklists of open proxies, are checked at the creation only.
        refusal: The refusal, if may_create is False.
        fields: The fields of a new account, including those of all alternatives (a password or a button), without
            hidden ones that have a value.
        captcha_asked: True if a captcha is required. Wikis of 1.21 and 1.22 may enforce one that the API does not show.
        captcha: The captcha, if the wiki shows it beforehand (1.27 and later). The probe does not use it up.
        name_good: True if the wiki would accept the name (1.28 and later). Older and private wikis report some invalid
            and all taken names, and of others at most name_free.
        name_refusal: The refusal, if name_good is False.
        name_free: True if the wiki shows no account of the name, False if it shows one. A free name may still be
            refused: the wiki may reserve or blacklist it, or an extension may find it too similar to another or know it
            from another wiki.
        password_good: True if the wiki would accept the password (known on 1.29 and later).
        password_refusal: The refusal, if password_good is False.
        email_required: True if an e-mail address is required.
        single_sign_on: True if accounts come only from a single sign-on service.
    """

    dialect: Optional[Dialect]
    generator: Optional[str] = None
    may_create: Optional[bool] = None
    refusal: Optional[Refused] = None
    fields: Tuple[Field, ...] = ()
    captcha_asked: Optional[bool] = None
    captcha: Optional[Captcha] = None
    name_good: Optional[bool] = None
    name_refusal: Optional[Refused] = None
    name_free: Optional[bool] = None
    password_good: Optional[bool] = None
    password_refusal: Optional[Refused] = None
    email_required: Optional[bool] = None
    single_sign_on: bool = False
