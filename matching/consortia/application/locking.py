"""What every write of an application waits for: the row of its consortium."""

from django.utils.translation import gettext as _

from matching.consortia.kinds import Stage
from matching.consortia.models import Consortium
from matching.consortia.models_application import Application, is_running
from matching.consortia.services.locking import lock_consortium
from portal.web.errors import Conflict


def lock_running(consortium: Consortium) -> Consortium:
    """The consortium as it is now, locked, if pieces of it can still be changed."""
    found = lock_consortium(consortium)
    if not is_running(found):
        words = {"stage": Stage(found.stage).label}
        raise Conflict(
            _("This application is over (%(stage)s) and stays as it is.") % words
        )
    return found


def application_of(consortium: Consortium) -> Application:
    """What is written of the application; call it under the lock."""
    return Application.objects.get_or_create(consortium=consortium)[0]
