"""
Create accounts on MediaWiki wikis of any age.

>>> from mwaccount import Created, NewAccount, Wiki
>>> account = NewAccount("Zoe Example", password="Correct-horse-7-battery", email="zoe@example.org")
>>> with Wiki(api) as wiki, wiki.create(account) as creation:
...     step = creation.step()
>>> isinstance(step, Created)
True

A creation goes from step to step. An Ask (a captcha, a second factor) is answered with answer(), and after a Refused
revise() tries another account. A creator, the user who creates accounts for others, logs in first with Wiki.log_in(),
which goes from step to step in the same way. Every other failure raises a MwaccountError.
"""

from .account import NewAccount
from .answers import Answers, Value
from .bulk import Bulk, Row
from .bulk_events import Event, Outcome, RowResult, Stop, Wait
from .canceller import Canceller
from .captcha import Captcha, CaptchaKind
from .captcha_mixin import CaptchaMixin, ImageFetch
from .conversation import Conversation
from .creation_warning import CreationWarning
from .creator_limits import CreatorLimits, SharedAccounts
from .credentials import Credentials
from .dialect import Dialect, Format
from .errors import (
    CallFailed,
    Cancelled,
    InUse,
    InvalidArgument,
    LibraryFault,
    LibraryUnusable,
    MwaccountError,
    NotCopyable,
)
from .facts import Facts
from .field import Field, FieldKind, FieldOption
from .image import Image
from .interaction import Creation, Interaction, Login
from .journal import Journal
from .name_check import NameCheck, NameStatus
from .oauth1_token import OAuth1Token
from .options import Options
from .probe import Probe
from .reason import Reason
from .request import Effect, Request
from .requirements import Requirements
from .response import Failure, Response
from .secret import Secret
from .steps import (
    Ask,
    Created,
    CreationStep,
    LoggedIn,
    LoginStep,
    Prompt,
    RateLimit,
    Redirect,
    Refused,
    Restart,
    Step,
    StepKind,
    Unknown,
)
from .user import User
from .version import library_version
from .wiki import Resumed, Wiki

__version__: str

__all__ = [
    "Answers",
    "Ask",
    "Bulk",
    "CallFailed",
    "Cancelled",
    "Canceller",
    "Captcha",
    "CaptchaKind",
    "CaptchaMixin",
    "Conversation",
    "Created",
    "Creation",
    "CreationStep",
    "CreationWarning",
    "CreatorLimits",
    "Credentials",
    "Dialect",
    "Interaction",
    "Event",
    "Facts",
    "Failure",
    "ImageFetch",
    "Field",
    "FieldKind",
    "FieldOption",
    "Format",
    "Image",
    "InUse",
    "InvalidArgument",
    "Journal",
    "LibraryFault",
    "LibraryUnusable",
    "LoggedIn",
    "Login",
    "LoginStep",
    "MwaccountError",
    "NameCheck",
    "NameStatus",
    "NewAccount",
    "NotCopyable",
    "OAuth1Token",
    "Options",
    "Outcome",
    "Probe",
    "Prompt",
    "RateLimit",
    "Reason",
    "Redirect",
    "Refused",
    "Request",
    "Effect",
    "Requirements",
    "Response",
    "Restart",
    "Resumed",
    "Row",
    "RowResult",
    "Secret",
    "SharedAccounts",
    "Step",
    "StepKind",
    "Stop",
    "Unknown",
    "User",
    "Value",
    "Wait",
    "Wiki",
    "library_version",
]


def __getattr__(name: str) -> str:
    """Returns `__version__`, the version of the package, which few programs need and which costs a look at the disk."""
    if name == "__version__":
        from importlib.metadata import version

        return version("mwaccount")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
