from __future__ import annotations

import base64
from pathlib import Path

import pytest
from conftest import Start
from requests_http import RequestsHttp
from support import expect, zoe
from testwiki import IMAGE_WORD

from mwaccount import Ask, CaptchaKind, Created, Creation, Image, InvalidArgument, NewAccount, Wiki

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize("release", ["1.26", "1.43"])
def test_captcha_image(testwiki: Start, release: str) -> None:
    creation = Wiki(testwiki(f"--release {release} --captcha fancy").api).create(zoe())
    captcha = expect(Ask, creation.step()).captcha
    assert captcha is not None
    assert captcha.kind is CaptchaKind.IMAGE
    assert len(captcha.image_urls) == 1
    assert captcha.question is captcha.question_html is None
    image = creation.image()
    assert image.media_type == "image/png"
    assert image.data.startswith(PNG)
    assert image.data_uri() == f"data:image/png;base64,{base64.b64encode(image.data).decode()}"
    expect(Created, creation.answer({"captcha": IMAGE_WORD}))


def test_image_of_a_resumed_conversation(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --captcha fancy").api).create(zoe())
    creation.step()
    resumed = Wiki.resume(creation.suspend())
    assert expect(Creation, resumed.creation).image().data.startswith(PNG)


def test_image_of_a_probe(testwiki: Start) -> None:
    probe = Wiki(testwiki("--release 1.43 --captcha fancy").api).begin_probe(NewAccount("Zoe"))
    assert probe.requirements().captcha_asked is True
    assert probe.image().data.startswith(PNG)


def test_image_with_own_http(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --captcha fancy").api).create(zoe())
    creation.step()
    fetching = creation.begin_image()
    http = RequestsHttp()
    http.drive(fetching)
    assert len(http.sent) == 1
    assert fetching.image().data.startswith(PNG)


@pytest.mark.parametrize("release", ["1.22", "1.26", "1.43"])
def test_images_of_a_question(testwiki: Start, release: str) -> None:
    running = testwiki(f"--release {release} --captcha questy --setting richquestion")
    creation = Wiki(running.api).create(zoe())
    captcha = expect(Ask, creation.step()).captcha
    assert captcha is not None
    assert captcha.kind is CaptchaKind.QUESTION
    assert captcha.question is not None
    shown = "What is the capital, with 2²+1 letters, of the country in [image 1: the picture]"
    assert captcha.question.startswith(shown)
    assert captcha.question.endswith("/rules?a=1&b=2)?")
    assert "<sup>2</sup>" in (captcha.question_html or "")
    assert len(captcha.image_urls) == 1
    assert creation.image().data.startswith(PNG)
    with pytest.raises(InvalidArgument):
        creation.image(1)
    expect(Created, creation.answer({"captcha": "Paris"}))


def test_images_are_saved_for_this_user_alone(tmp_path: Path) -> None:
    path = Image("image/PNG", PNG).save()
    assert (path.suffix, path.read_bytes()) == (".png", PNG)
    assert path.stat().st_mode & 0o777 == 0o600
    path.unlink()
    # A browser would run the scripts of others.
    for media_type in ("image/svg+xml", "text/html", "image/../../x"):
        path = Image(media_type, b"<script>").save(tmp_path)
        assert (path.suffix, path.parent) == (".bin", tmp_path)
    with pytest.raises(OSError):
        Image("image/png", PNG).save("/nowhere")


def test_captcha_without_an_image(testwiki: Start) -> None:
    creation = Wiki(testwiki("--release 1.43 --captcha questy").api).create(zoe())
    creation.step()
    with pytest.raises(InvalidArgument):
        creation.image()
