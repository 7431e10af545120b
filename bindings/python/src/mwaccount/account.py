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
    The account to create. Only the name is required.

    If the wiki does not offer the email or the domain, the creation raises an error before it sends anything. If it
    does not offer the real name, the reason or the language, the created account has the warning "not-offered". On
    wikis of 1.21 to 1.26 the sign-up page is read to find out.

    >>> zoe = NewAccount("Zoe Example", "Correct-horse-7-battery", "zoe@example.org")
    >>> zoe.replace(name="Max Example", email=None)
    NewAccount(name='Max Example', password=Secret(...), email=None, real_name=None, reason=None, language=None, \
domain=None, mail_password=False, allow_altered_name=False, fields=mappingproxy({}))

    Attributes:
        name: The user name. MediaWiki upper-cases its first letter and reads "_" as a space.
        password: The password, stored as a Secret. None if the wiki mails one, or to answer it when the wiki asks for
            it.
        email: The e-mail address.
        real_name: The real name, for wikis that show that preference.
        reason: The comment of the log entry. Wikis of 1.27 and later accept it only from a logged-in creator.
        language: The code of the interface language that becomes the account's preference: letters, digits and hyphens,
            as "de-ch". Any other code is invalid before the first request.
        domain: The domain of an external authentication.
        mail_password: True to have the wiki generate a password and mail it (mailpassword).
        allow_altered_name: True to send a name that the wiki would cut or change; otherwise it is refused
            (NAME_INVALID). Wikis of 1.24 and later change "User:Foo" to "Foo", also with their own words for the
            namespace, so no name with a colon is sent. Those of 1.21 to 1.26 change "Foo#bar" to "Foo".
        fields: Values for fields that extensions add, keyed by the wiki's field names, and for "captcha" if its answer
            is known beforehand. They are stored as Secrets.
    """

    name: str
    password: Union[str, Secret, None] = secret_field()
    email: Optional[str] = None
    real_name: Optional[str] = None
    reason: Optional[str] = None
    language: Optional[str] = None
    domain: Optional[str] = None
    mail_password: bool = False
    allow_altered_name: bool = False
    fields: Answers = field(default_factory=dict)

    def __post_init__(self) -> None:
        wrap_secrets(self)
        object.__setattr__(self, "fields", MappingProxyType(wrap_answers(self.fields)))

    def replace(self, **changes: Any) -> NewAccount:
        """Returns a copy of the account with the given values replaced."""
        return dataclasses.replace(self, **changes)
