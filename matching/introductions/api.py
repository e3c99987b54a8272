"""Introductions over the API: one's own, and what one may do with them."""

from rest_framework.routers import BaseRouter


def register_api(router: BaseRouter) -> None:
    """Add this room's collection to the API's router."""
