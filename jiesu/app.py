"""The app process: gateway, web chat, health and metrics."""

from __future__ import annotations

from aiohttp import web

from bot.logs import set_up_logs
from bot.settings import read_settings
from connectors.app import create_app
from jiesu.compose import Product


def main() -> None:
    """Serve until told to stop."""
    settings = read_settings()
    set_up_logs(settings.log_level, settings.log_format)
    web.run_app(create_app(Product(settings)), host=settings.host, port=settings.port, print=None, access_log=None)


if __name__ == "__main__":
    main()
