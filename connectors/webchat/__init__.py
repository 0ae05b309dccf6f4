"""The web chat at /chat: a page, a few JSON routes and an event stream, on the gateway's inbox and deliveries."""

from connectors.webchat.routes import WebChat

__all__ = ["WebChat"]
