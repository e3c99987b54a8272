"""Partnerships over the API."""

from rest_framework.routers import BaseRouter


def register_api(router: BaseRouter) -> None:
    """Add this room's collections to the API's router."""
