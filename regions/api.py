"""API of this app under /api/v1/."""

from rest_framework.routers import BaseRouter


def register_api(router: BaseRouter) -> None:
    """Add this app's collections to the API's router."""
