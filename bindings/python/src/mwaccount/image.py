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
    """What it is, as the wiki says: "image/png"."""

    data: bytes = field(repr=False)
    """The file."""

    def data_uri(self) -> str:
        """The image as a data: address, for the src of an img. It still wants to be escaped as HTML."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.data).decode('ascii')}"
