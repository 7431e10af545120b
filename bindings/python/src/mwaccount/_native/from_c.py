"""Conversion of C values to Python."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Optional, Tuple

from ..bulk_events import Event, Outcome, RowResult, Stop, Wait
from ..captcha import Captcha, CaptchaKind
from ..creation_warning import CreationWarning
from ..creator_limits import CreatorLimits, SharedAccounts
from ..dialect import Dialect
from ..facts import Facts
from ..field import Field, FieldKind, FieldOption
from ..image import Image
from ..name_check import NameCheck, NameStatus
from ..reason import Reason
from ..requirements import Requirements
from ..steps import Ask, Created, LoggedIn, RateLimit, Redirect, Refused, Restart, Step, StepKind, Unknown
from ..user import User
from .c_library import ffi, library
from .enums import member
from .handle import Handle


def text(pointer: Any) -> str:
    """Returns a text; "" for NULL."""
    return text_or_none(pointer) or ""


def text_or_none(pointer: Any) -> Optional[str]:
    """Returns a text; None for NULL."""
    if not pointer:
        return None
    found: bytes = ffi().string(pointer)
    return found.decode("utf-8")


def tristate(number: int) -> Optional[bool]:
    """Returns a bool; None for -1, unknown."""
    return {1: True, 0: False}.get(number)


def seconds(number: int) -> Optional[int]:
    """Returns a number of seconds; None for -1, unknown."""
    return None if number < 0 else number


def _time(number: int) -> Optional[datetime]:
    """Returns a time in UTC; None for -1, unknown."""
    return None if number < 0 else datetime.fromtimestamp(number, timezone.utc)


def reason(number: int) -> Reason:
    """Returns a reason; OTHER for a number of a newer library."""
    return member(Reason, number) or Reason.OTHER


def step(handle: Handle) -> Step:
    """Returns the step of a conversation."""
    return _step(handle.pointer)


def _step(pointer: Any) -> Step:
    lib = library()
    number = lib.mwa_step_get_kind(pointer)
    kind = member(StepKind, number)
    if kind is StepKind.CREATED:
        warnings = _warnings(
            pointer, lib.mwa_step_warning_count, lib.mwa_step_warning_code, lib.mwa_step_warning_message
        )
        return Created(text(lib.mwa_step_name(pointer)), lib.mwa_step_user_id(pointer) or None, warnings)
    if kind is StepKind.LOGGED_IN:
        return LoggedIn(text(lib.mwa_step_name(pointer)))
    if kind is StepKind.ASK:
        return Ask(*_prompt(pointer))
    if kind is StepKind.RESTART:
        return Restart(*_prompt(pointer))
    if kind is StepKind.REDIRECT:
        return Redirect(
            text(lib.mwa_step_redirect_url(pointer)),
            text_or_none(lib.mwa_step_redirect_data(pointer)),
            fields(lib.mwa_step_fields(pointer)),
            tristate(lib.mwa_step_account_exists(pointer)),
        )
    if kind is StepKind.REFUSED:
        return _refused(lib.mwa_step_refusal(pointer))
    if kind is StepKind.UNKNOWN:
        known = _refused(lib.mwa_step_refusal(pointer))
        return Unknown(text(lib.mwa_step_name(pointer)), known.reason, known.code, known.message)
    # A step of an unknown kind may stand for a created account.
    return Unknown("", Reason.OTHER, None, f"the library returned a step of an unknown kind, {number}")


def event(handle: Handle) -> Event:
    """Returns the event of a run of many accounts."""
    lib = library()
    pointer = handle.pointer
    kind = lib.mwa_event_get_kind(pointer)
    code = text_or_none(lib.mwa_event_code(pointer))
    message = text_or_none(lib.mwa_event_message(pointer))
    time = _time(lib.mwa_event_time(pointer))
    if kind == lib.MWA_EVENT_KIND_STEP:
        step = _step(lib.mwa_event_step(pointer))
        if isinstance(step, (Ask, Redirect, Restart)):
            return step
    elif kind == lib.MWA_EVENT_KIND_ROW:
        number = lib.mwa_event_reason(pointer)
        return RowResult(
            number=lib.mwa_event_row_number(pointer),
            asked=text(lib.mwa_event_asked(pointer)),
            # An outcome of a newer library may stand for a created account.
            outcome=member(Outcome, lib.mwa_event_outcome(pointer)) or Outcome.UNKNOWN,
            time=time or datetime.fromtimestamp(0, timezone.utc),
            name=text_or_none(lib.mwa_event_name(pointer)),
            user_id=lib.mwa_event_user_id(pointer) or None,
            reason=None if number == lib.MWA_REASON_NONE else reason(number),
            code=code,
            message=message,
            warnings=_warnings(
                pointer, lib.mwa_event_warning_count, lib.mwa_event_warning_code, lib.mwa_event_warning_message
            ),
            earlier=lib.mwa_event_is_earlier(pointer),
            changed=lib.mwa_event_is_changed(pointer),
        )
    elif kind == lib.MWA_EVENT_KIND_WAIT and time is not None:
        seconds = lib.mwa_event_wait(pointer) / 1000
        return Wait(seconds, time, reason(lib.mwa_event_reason(pointer)), message or "")
    elif kind == lib.MWA_EVENT_KIND_STOPPED:
        return Stop(reason(lib.mwa_event_reason(pointer)), code, message or "", time)
    return Stop(Reason.OTHER, None, f"the library returned an event of an unknown kind, {kind}")


def requirements(handle: Handle) -> Requirements:
    """Returns the result of a probe."""
    lib = library()
    found = lib.mwa_step_requirements(handle.pointer)
    return Requirements(
        dialect=member(Dialect, lib.mwa_requirements_dialect(found)),
        generator=text_or_none(lib.mwa_requirements_generator(found)),
        may_create=tristate(lib.mwa_requirements_may_create(found)),
        refusal=_refusal(lib.mwa_requirements_refusal(found)),
        fields=fields(lib.mwa_requirements_fields(found)),
        captcha_asked=tristate(lib.mwa_requirements_captcha_asked(found)),
        captcha=_captcha(lib.mwa_requirements_captcha(found)),
        name_good=tristate(lib.mwa_requirements_name_good(found)),
        name_refusal=_refusal(lib.mwa_requirements_name_refusal(found)),
        name_free=tristate(lib.mwa_requirements_name_free(found)),
        password_good=tristate(lib.mwa_requirements_password_good(found)),
        password_refusal=_refusal(lib.mwa_requirements_password_refusal(found)),
        email_required=tristate(lib.mwa_requirements_email_required(found)),
        single_sign_on=lib.mwa_requirements_single_sign_on(found),
    )


def image(handle: Handle) -> Image:
    """Returns the fetched image."""
    lib = library()
    found = lib.mwa_step_image(handle.pointer)
    return Image(text(lib.mwa_image_media_type(found)), data(lib.mwa_image_bytes(found), lib.mwa_image_length(found)))


def facts(handle: Handle) -> Facts:
    """Returns the facts about a wiki."""
    lib = library()
    known = handle.pointer
    return Facts(
        api_url=text(lib.mwa_facts_api_url(known)),
        dialect=member(Dialect, lib.mwa_facts_dialect(known)),
        generator=text_or_none(lib.mwa_facts_generator(known)),
        moved_from=text_or_none(lib.mwa_facts_moved_from(known)),
        moved_unencrypted=lib.mwa_facts_moved_unencrypted(known),
        creator=text_or_none(lib.mwa_facts_creator(known)),
        requests=lib.mwa_facts_requests(known),
        is_api_found=lib.mwa_facts_is_api_found(known),
    )


def fields(pointer: Any) -> Tuple[Field, ...]:
    """Returns a list of fields; () for NULL."""
    lib = library()
    return tuple(_field(lib.mwa_fields_at(pointer, index)) for index in range(lib.mwa_fields_count(pointer)))


def data(pointer: Any, length: int) -> bytes:
    """Returns bytes; b"" for NULL."""
    return bytes(ffi().buffer(pointer, length)) if pointer else b""


def _field(field: Any) -> Field:
    lib = library()
    return Field(
        name=text(lib.mwa_field_name(field)),
        kind=member(FieldKind, lib.mwa_field_get_kind(field)) or FieldKind.STRING,
        label=text_or_none(lib.mwa_field_label(field)),
        help=text_or_none(lib.mwa_field_help(field)),
        value=text_or_none(lib.mwa_field_value(field)),
        options=tuple(
            FieldOption(text(lib.mwa_field_option_value(field, index)), text(lib.mwa_field_option_label(field, index)))
            for index in range(lib.mwa_field_option_count(field))
        ),
        optional=lib.mwa_field_is_optional(field),
        sensitive=lib.mwa_field_is_sensitive(field),
        alternative=lib.mwa_field_alternative(field) or None,
    )


def _prompt(step: Any) -> Tuple[Optional[str], Tuple[Field, ...], Optional[Captcha], Optional[bool]]:
    """Returns the arguments of Ask and Restart."""
    lib = library()
    return (
        text_or_none(lib.mwa_step_message(step)),
        fields(lib.mwa_step_fields(step)),
        _captcha(lib.mwa_step_captcha(step)),
        tristate(lib.mwa_step_account_exists(step)),
    )


def _captcha(captcha: Any) -> Optional[Captcha]:
    lib = library()
    if not captcha:
        return None
    return Captcha(
        member(CaptchaKind, lib.mwa_captcha_get_kind(captcha)) or CaptchaKind.OTHER,
        text_or_none(lib.mwa_captcha_question(captcha)),
        text_or_none(lib.mwa_captcha_question_html(captcha)),
        tuple(text(lib.mwa_captcha_image_url(captcha, index)) for index in range(lib.mwa_captcha_image_count(captcha))),
        text_or_none(lib.mwa_captcha_site_key(captcha)),
    )


def _refusal(refusal: Any) -> Optional[Refused]:
    return _refused(refusal) if refusal else None


def _refused(refusal: Any) -> Refused:
    lib = library()
    return Refused(
        reason(lib.mwa_refusal_reason(refusal)),
        text_or_none(lib.mwa_refusal_code(refusal)),
        text(lib.mwa_refusal_message(refusal)),
        seconds(lib.mwa_refusal_retry_after(refusal)),
        _rate_limit(refusal),
        lib.mwa_refusal_may_resubmit(refusal),
        text_or_none(lib.mwa_refusal_account_request_url(refusal)),
    )


def name_checks(handle: Handle) -> Tuple[NameCheck, ...]:
    """Returns the results of a check of many names."""
    lib = library()
    checks = handle.pointer
    found = (lib.mwa_name_checks_at(checks, index) for index in range(lib.mwa_name_checks_count(checks)))
    return tuple(
        NameCheck(
            asked_name=text(lib.mwa_name_check_asked_name(check)),
            name=text_or_none(lib.mwa_name_check_name(check)),
            status=member(NameStatus, lib.mwa_name_check_get_status(check)) or NameStatus.UNKNOWN,
            refusal=_refusal(lib.mwa_name_check_refusal(check)),
        )
        for check in found
    )


def creator_limits(handle: Handle) -> CreatorLimits:
    """Returns the limits of the caller."""
    lib = library()
    limits = handle.pointer

    def texts(count: int, at: Any) -> Optional[Tuple[str, ...]]:
        return None if count < 0 else tuple(text(at(limits, index)) for index in range(count))

    rates = lib.mwa_creator_limits_rate_limits(limits)
    provider = text_or_none(lib.mwa_creator_limits_shared_accounts(limits))
    return CreatorLimits(
        user=text_or_none(lib.mwa_creator_limits_user(limits)),
        groups=texts(lib.mwa_creator_limits_group_count(limits), lib.mwa_creator_limits_group),
        rights=texts(lib.mwa_creator_limits_right_count(limits), lib.mwa_creator_limits_right),
        rate_limits=None
        if rates < 0
        else tuple(
            RateLimit(
                lib.mwa_creator_limits_rate_limit_count(limits, index),
                lib.mwa_creator_limits_rate_limit_period(limits, index),
            )
            for index in range(rates)
        ),
        is_throttled=tristate(lib.mwa_creator_limits_is_throttled(limits)),
        shared_accounts=None
        if provider is None
        else SharedAccounts(provider, lib.mwa_creator_limits_shared_user_id(limits) or None),
    )


def user(handle: Handle) -> User:
    """Returns the logged-in user."""
    lib = library()
    found = handle.pointer
    return User(
        name=text(lib.mwa_user_name(found)),
        id=lib.mwa_user_id(found) or None,
        email=text_or_none(lib.mwa_user_email(found)),
        email_confirmed=tristate(lib.mwa_user_email_confirmed(found)),
        real_name=text_or_none(lib.mwa_user_real_name(found)),
    )


def _rate_limit(refusal: Any) -> Optional[RateLimit]:
    lib = library()
    count = lib.mwa_refusal_rate_limit_count(refusal)
    return RateLimit(count, lib.mwa_refusal_rate_limit_period(refusal)) if count >= 0 else None


def _warnings(pointer: Any, count: Any, code: Any, message: Any) -> Tuple[CreationWarning, ...]:
    """Returns the warnings of a step or an event, with these C functions."""
    return tuple(
        CreationWarning(text(code(pointer, index)), text(message(pointer, index))) for index in range(count(pointer))
    )
