from __future__ import annotations

from conftest import Start
from support import expect, zoe
from testwiki import ANSWER

from mwaccount import Captcha, CaptchaKind, Created, Dialect, FieldKind, NewAccount, Reason, Refused, Wiki


def test_probe(testwiki: Start) -> None:
    wiki = Wiki(testwiki("--release 1.43 --captcha questy --account Zoe:secretword123").api)
    found = wiki.probe(NewAccount("Zoe", "Zoe"))
    assert found.dialect is Dialect.AUTH_MANAGER
    assert found.generator is not None
    assert found.generator.startswith("MediaWiki 1.43")
    assert (found.may_create, found.refusal) == (True, None)
    assert found.captcha_asked is True
    assert expect(Captcha, found.captcha).kind is CaptchaKind.QUESTION
    assert found.name_good is False
    assert expect(Refused, found.name_refusal).reason is Reason.NAME_TAKEN
    assert found.password_good is False
    assert expect(Refused, found.password_refusal).reason is Reason.PASSWORD_WEAK
    assert (found.email_required, found.single_sign_on) == (False, False)
    assert "captcha" in [field.name for field in found.fields]
    assert wiki.facts().generator == found.generator
    expect(Created, wiki.create(zoe(fields={"captcha": ANSWER})).step())


def test_probe_of_an_old_wiki(testwiki: Start) -> None:
    found = Wiki(testwiki("--release 1.22").api).probe(NewAccount("Zoe"))
    assert found.dialect is Dialect.LEGACY_API
    assert found.password_good is None


def test_fields(testwiki: Start) -> None:
    kinds = {field.name: field.kind for field in Wiki(testwiki("--release 1.43 --setting otp").api).fields()}
    assert kinds["password"] is FieldKind.PASSWORD
    assert Wiki(testwiki("--release 1.26").api).fields() == ()
