"""Attachments on disk, named by the SHA-256 of their content; type and size are checked, EXIF is removed."""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

import puremagic
from PIL import Image, ImageOps, UnidentifiedImageError

from bot.domain.errors import InvalidAttachment

MAX_BYTES = 10 * 1024 * 1024
"""WeChat's own limit for pictures is 10 MB."""
MAX_PIXELS = 50_000_000
_PICTURES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
_OTHERS = {"audio/amr": "audio/amr", "video/mp4": "video/mp4", "audio/mpeg": "audio/mpeg", "audio/AMR": "audio/amr"}


@dataclass(frozen=True)
class Blob:
    """A stored file."""

    sha256: str
    media_type: str
    size: int
    """Bytes, as stored."""


class BlobStore:
    """A folder of files; the same content is stored once."""

    def __init__(self, folder: Path) -> None:
        """Args: folder: made when missing."""
        self._folder = folder

    def put(self, content: bytes) -> Blob:
        """Check and store.

        Raises:
            InvalidAttachment: empty, too large, or not a picture, voice or video that we take.
        """
        media_type, content = check_content(content)
        digest = hashlib.sha256(content).hexdigest()
        path = self.path(digest)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            os.replace(temporary, path)
        return Blob(digest, media_type, len(content))

    def path(self, digest: str) -> Path:
        """Where the content with this digest lies.

        Raises:
            InvalidAttachment: not a digest.
        """
        if len(digest) != 64 or not all(c in "0123456789abcdef" for c in digest):
            raise InvalidAttachment("sha256: not a digest")
        return self._folder / digest[:2] / digest


def check_content(content: bytes) -> tuple[str, bytes]:
    """Media type by content, and the content to keep: pictures are written anew without EXIF.

    Raises:
        InvalidAttachment: see ``BlobStore.put``.
    """
    if not content:
        raise InvalidAttachment("file: empty")
    if len(content) > MAX_BYTES:
        raise InvalidAttachment(f"file: more than {MAX_BYTES} bytes")
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.format not in _PICTURES:
                raise InvalidAttachment("file: a picture format that is not taken")
            if picture.width * picture.height > MAX_PIXELS:
                raise InvalidAttachment(f"file: more than {MAX_PIXELS} pixels")
            return _PICTURES[picture.format], _without_metadata(picture)
    except UnidentifiedImageError:
        pass
    except InvalidAttachment:
        raise
    except Exception as error:  # Pillow raises many kinds on damaged files
        raise InvalidAttachment("file: a damaged picture") from error
    try:
        found = puremagic.from_string(content, mime=True)
    except (puremagic.PureError, ValueError):
        found = ""
    if content.startswith(b"#!AMR"):
        found = "audio/amr"
    if found not in _OTHERS:
        raise InvalidAttachment("file: neither a picture nor a voice or video that is taken")
    return _OTHERS[found], content


def _without_metadata(picture: Image.Image) -> bytes:
    """The picture turned upright and written anew: position, camera and comments are gone."""
    upright = ImageOps.exif_transpose(picture).copy()
    upright.info = {}
    out = io.BytesIO()
    upright.save(out, picture.format)
    return out.getvalue()
