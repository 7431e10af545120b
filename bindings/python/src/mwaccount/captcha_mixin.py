"""Conversations that may show a captcha, and fetch its image."""

from __future__ import annotations

from ._native import from_c
from ._native.call import make
from ._native.library import library
from .conversation import Conversation
from .errors import InvalidArgument
from .image import Image


class ImageFetch(Conversation):
    """The fetching of a captcha's image: begin_image() of another conversation."""

    def image(self) -> Image:
        """The image. It fails with Reason.CAPTCHA_UNAVAILABLE where the wiki gives none."""
        return from_c.image(self._advance())


class CaptchaMixin(Conversation):
    """A conversation whose last step may show a captcha."""

    def image(self) -> Image:
        """
        The image of the captcha: one request, made when it is asked for. It fails with InvalidArgument if no captcha is
        shown, or it has no image.
        """
        with self.begin_image() as fetching:
            return fetching.image()

    def begin_image(self) -> ImageFetch:
        """
        Begins to fetch the image: a conversation of its own, for hosts that send the requests themselves. This one
        still waits. It fails as image().
        """
        lib = library()
        step = self._current_step().pointer
        captcha = lib.mwa_step_captcha(step) or lib.mwa_requirements_captcha(lib.mwa_step_requirements(step))
        if not captcha:
            raise InvalidArgument("no captcha is shown here")
        image = make("conversation", "mwa_conversation_image", self._handle, captcha)
        return ImageFetch(image, self._runner)
