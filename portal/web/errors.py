"""Errors that are meant for people: their message is a sentence one can act on."""


class PortalError(Exception):
    """Something a person asked for cannot be done; the message says why."""

    status = 400


class Conflict(PortalError):
    """It cannot be done now, because something else is under way."""

    status = 409


class Unreachable(PortalError):
    """A service that it needs does not answer."""

    status = 503
