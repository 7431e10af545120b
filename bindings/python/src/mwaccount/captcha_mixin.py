"""Fetching the image of a captcha."""

from __future__ import annotations

from ._native import from_c
from ._native.c_library import library
from ._native.call import make
from ._native.value_check import check_type
from .conversation import Conversation
from .errors import InvalidArgument
from .image import Image


class ImageFetch(Conversation):
    """A conversation that fetches the image of a captcha, returned by begin_image()."""

    def image(self) -> Image:
        """Returns the image. Raises CallFailed with Reason.CAPTCHA_UNAVAILABLE if the wiki does not serve it."""
        return from_c.image(self._advance())


class CaptchaMixin(Conversation):
    """A conversation whose latest step may show a captcha."""

    def image(self, index: int = 0) -> Image:
        """
        Fetches an image of the captcha, with one request per call: the one at index in Captcha.image_urls.

        Raises InvalidArgument if the latest step shows no captcha, or one without this image.
        """
        with self.begin_image(index) as fetching:
            return fetching.image()

    def begin_image(self, index: int = 0) -> ImageFetch:
        """
        Returns a conversation that fetches an image, for callers with their own HTTP client.

        This conversation keeps waiting for its answer. Raises the same exceptions as image().
        """
        check_type("index", index, int)
        lib = library()
        step = self._current_step().pointer
        captcha = lib.mwa_step_captcha(step) or lib.mwa_requirements_captcha(lib.mwa_step_requirements(step))
        if not captcha:
            raise InvalidArgument("the latest step shows no captcha")
        image = make("conversation", "mwa_conversation_image", self._handle, captcha, index)
        return ImageFetch(image, self._runner)
