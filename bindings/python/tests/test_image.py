from __future__ import annotations

import base64

import pytest
from conftest import Start
from requests_http import RequestsHttp
from support import the, zoe
from support.testwiki import IMAGE_WORD

from mwaccount import Ask, CaptchaKind, Created, Creation, InvalidArgument, NewAccount, Wiki

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("release", ["1.26", "1.43"])
def test_the_image_of_a_captcha_is_fetched(testwiki: Start, release: str) -> None:
    creation = Wiki(testwiki(f"--release {release} --captcha fancy").api).create(zoe())
    captcha = the(Ask, creation.step()).captcha
    assert captcha is not None
    assert captcha.kind is CaptchaKind.IMAGE
    assert captcha.image_url is not None
    image = creation.image()
    assert image.media_type == "image/png"
    assert image.data.startswith(PNG)
    assert image.data_uri() == f"data:image/png;base64,{base64.b64encode(image.data).decode()}"
    the(Created, creation.answer({"captcha": IMAGE_WORD}))


def test_of_a_conversation_that_was_taken_up(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --captcha fancy").api).create(zoe())
    creation.step()
    resumed = Wiki.resume(creation.suspend())
    assert the(Creation, resumed.creation).image().data.startswith(PNG)


def test_of_a_look(testwiki: Start) -> None:
    probe = Wiki(testwiki("--release 1.43 --captcha fancy").api).begin_probe(NewAccount("Zoe"))
    assert probe.requirements().captcha_asked is True
    assert probe.image().data.startswith(PNG)


def test_by_the_host(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --captcha fancy").api).create(zoe())
    creation.step()
    fetching = creation.fetching_image()
    http = RequestsHttp()
    http.drive(fetching)
    assert len(http.sent) == 1
    assert fetching.image().data.startswith(PNG)


def test_there_is_none(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --captcha questy").api).create(zoe())
    creation.step()
    with pytest.raises(InvalidArgument):
        creation.image()
