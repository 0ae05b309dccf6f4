"""The web chat at /chat: a page, a few JSON routes and an event stream, on the gateway's inbox and deliveries."""

from connectors.webchat.routes import WebChat
from connectors.webchat.wiring import add_webchat

__all__ = ["WebChat", "add_webchat"]
