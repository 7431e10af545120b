"""The account to create."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Optional, Union

from .answers import Answers, wrap_answers
from .secret import Secret, secret_field, wrap_secrets


@dataclass(frozen=True)
class NewAccount:
    """
    The account to create. Only the name is a must. What a wiki does not offer is an error before anything is sent
    (email, domain), or a warning of the created account (real name, reason, language).

    >>> zoe = NewAccount("Zoe Example", "Correct-horse-7-battery", "zoe@example.org")
    >>> zoe.replace(name="Max Example", email=None)
    NewAccount(name='Max Example', password=Secret(...), email=None, real_name=None, reason=None, language=None, \
domain=None, mail_password=False, allow_altered_name=False, fields=mappingproxy({}))
    """

    name: str
    """MediaWiki upper-cases its first letter and reads "_" as a space."""

    password: Union[str, Secret, None] = secret_field()
    """None where the wiki sends one by mail, or shall ask for it. It is kept as a Secret."""

    email: Optional[str] = None
    """The e-mail address."""

    real_name: Optional[str] = None
    """The real name, where the wiki shows that preference."""

    reason: Optional[str] = None
    """The comment of the log entry; wikis of 1.27 and later take it from creators who are logged in only."""

    language: Optional[str] = None
    """The language code that becomes the account's preference."""

    domain: Optional[str] = None
    """That of an external authentication."""

    mail_password: bool = False
    """Whether the wiki shall make up a password and mail it."""

    allow_altered_name: bool = False
    """Whether a name may be sent that a wiki of 1.21 to 1.26 would cut or change ("Foo#bar" becomes "Foo" there)."""

    fields: Answers = field(default_factory=dict)
    """
    Values of fields that extensions add, by the wiki's names, and an answer to the captcha that is known beforehand
    ("captcha"). They are kept as Secrets.
    """

    def __post_init__(self) -> None:
        wrap_secrets(self)
        object.__setattr__(self, "fields", MappingProxyType(wrap_answers(self.fields)))

    def replace(self, **changes: Any) -> NewAccount:
        """The same account but for what is given."""
        return dataclasses.replace(self, **changes)
