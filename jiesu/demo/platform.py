"""A small WeChat platform on loopback: gives tokens and one photo, takes what is sent to residents."""

from __future__ import annotations

import io
import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from PIL import Image, ImageDraw


def make_photo() -> bytes:
    """A small JPEG: the closed doors of a lift."""
    picture = Image.new("RGB", (360, 480), (196, 190, 178))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 60, 300, 460), fill=(132, 138, 144), outline=(60, 62, 66), width=6)
    draw.line((180, 66, 180, 456), fill=(60, 62, 66), width=4)
    draw.rectangle((140, 20, 220, 48), fill=(40, 12, 12))
    draw.text((160, 27), "E-03", fill=(255, 70, 50))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


class DemoPlatform:
    """Serves on a free port while it is entered; ``url`` is what JIESU_WECHAT_API_BASE has to hold."""

    def __init__(self) -> None:
        """Nothing listens before it is entered."""
        self.media_id = secrets.token_urlsafe(24)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _make_handler(self.media_id, make_photo()))

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def picture_url(self) -> str:
        """Where the photo lies."""
        return f"{self.url}/pictures/{self.media_id}"

    def __enter__(self) -> DemoPlatform:
        """Serve."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()


def _make_handler(media_id: str, photo: bytes) -> type[BaseHTTPRequestHandler]:
    token = secrets.token_urlsafe(32)

    class Handler(BaseHTTPRequestHandler):
        """One request."""

        def do_GET(self) -> None:
            """A token, or the photo."""
            parts = urlsplit(self.path)
            query = parse_qs(parts.query)
            if parts.path == f"/pictures/{media_id}":
                self._answer(photo, "image/jpeg")
            elif parts.path == "/cgi-bin/token":
                self._answer_json({"access_token": token, "expires_in": 7200})
            elif query.get("access_token") != [token]:
                self._answer_json({"errcode": 40001, "errmsg": "invalid credential"})
            elif parts.path == "/cgi-bin/media/get" and query.get("media_id") == [media_id]:
                self._answer(photo, "image/jpeg")
            else:
                self._answer_json({"errcode": 40007, "errmsg": "invalid media_id"})

        def do_POST(self) -> None:
            """A token, or anything that is sent to residents."""
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if urlsplit(self.path).path == "/cgi-bin/stable_token":
                self._answer_json({"access_token": token, "expires_in": 7200})
            else:
                self._answer_json({"errcode": 0, "errmsg": "ok"})

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: the demo prints the conversation."""

        def _answer_json(self, value: dict[str, object]) -> None:
            self._answer(json.dumps(value).encode(), "application/json")

        def _answer(self, body: bytes, content_type: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
