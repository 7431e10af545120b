"""Images of captchas."""

from __future__ import annotations

import base64
import os
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Union

from ._native.value_check import check_type

_EXTENSIONS = {
    "image/png": "png",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/bmp": "bmp",
}


@dataclass(frozen=True)
class Image:
    """
    A captcha's image.

    >>> Image("image/png", b"...").data_uri()
    'data:image/png;base64,Li4u'

    Attributes:
        media_type: The media type in the wiki's response, such as "image/png".
        data: The content of the image file.
    """

    media_type: str
    data: bytes = field(repr=False)

    def save(self, folder: Union[str, os.PathLike[str], None] = None) -> Path:
        """
        Writes the image to a new file that only this user can read, and returns its path.

        The file is in the folder, or in the system's folder for temporary files. Its extension is that of an image
        without scripts, or ".bin", which no program opens by itself.

        >>> path = Image("image/png", b"...").save()
        >>> path.suffix, path.read_bytes()
        ('.png', b'...')
        >>> path.unlink()
        """
        check_type("folder", folder, Union[str, os.PathLike, None])
        suffix = f".{_EXTENSIONS.get(self.media_type.lower(), 'bin')}"
        descriptor, path = tempfile.mkstemp(suffix, "captcha-", folder)
        with open(descriptor, "wb") as file:
            file.write(self.data)
        return Path(path)

    def data_uri(self) -> str:
        """Returns the image as a data: URI for the src attribute of an img element. Escape it as HTML."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.data).decode('ascii')}"
