"""The limits of a caller who creates many accounts."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Optional, Tuple

from .steps import RateLimit


@dataclass(frozen=True)
class SharedAccounts:
    """
    A directory of accounts that several wikis share, as with CentralAuth.

    Attributes:
        provider: The name of the directory's provider, such as "CentralAuth".
        user_id: The id of the logged-in user in the directory. Two wikis with the same provider share their accounts if
            they show the same id for the same user.
    """

    provider: str
    user_id: Optional[int]


@dataclass(frozen=True)
class CreatorLimits:
    """
    The rights and limits of the caller of a wiki. None means that the wiki does not show the value.

    Attributes:
        user: The user who is logged in; None for a visitor.
        groups: The groups of the caller.
        rights: The rights of the caller. These matter for many accounts: createaccount; noratelimit, which spares all
            limits; skipcaptcha; tboverride and override-antispoof, which spare blacklists of names and the test for
            similar ones; apihighlimits.
        rate_limits: The limits of createaccount in $wgRateLimits that apply to the caller (1.41 and later).
        is_throttled: False if noratelimit spares the limit of new accounts per address ($wgAccountCreationThrottle),
            which no wiki shows before it is reached. Otherwise None: there may be one.
        shared_accounts: The directory of accounts that the wiki shares with others, if it shows one (1.27 and later).
    """

    user: Optional[str]
    groups: Optional[Tuple[str, ...]]
    rights: Optional[Tuple[str, ...]]
    rate_limits: Optional[Tuple[RateLimit, ...]]
    is_throttled: Optional[bool]
    shared_accounts: Optional[SharedAccounts]

    def has_right(self, right: str) -> Optional[bool]:
        """Returns whether the caller has a right, or None if the wiki does not show it."""
        return None if self.rights is None else right in self.rights

    def least_time(self, accounts: int) -> Optional[float]:
        """
        Returns the seconds that must pass between the first and the last of this many creations because of the limits
        that the wiki shows, or None if it does not show them. An unknown throttle may make it longer.

        >>> limits = CreatorLimits("Zoe", None, None, (RateLimit(5, 60),), None, None)
        >>> limits.least_time(5), limits.least_time(11)
        (0, 120)
        """
        if self.rate_limits is None:
            return None
        # A limit of none is never over.
        times = (
            limit.period * ((max(accounts, 1) - 1) // limit.count) if limit.count else inf for limit in self.rate_limits
        )
        return max(times, default=0)
