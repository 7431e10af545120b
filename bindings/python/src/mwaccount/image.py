"""Images of captchas."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Image:
    """
    A captcha's image.

    >>> Image("image/png", b"...").data_uri()
    'data:image/png;base64,Li4u'
    """

    media_type: str
    """The media type in the wiki's response, such as "image/png"."""

    data: bytes = field(repr=False)
    """The content of the image file."""

    def data_uri(self) -> str:
        """Returns the image as a data: URI for the src attribute of an img element. Escape it as HTML."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.data).decode('ascii')}"
