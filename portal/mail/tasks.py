"""What the clock does with mails."""

from portal.mail.models import Mail
from portal.mail.sending import Tally, send_due_mails
from portal.mail.services import SEND_JOB, clean_up_mails
from portal.web.clock import regularly

DAY = 24 * 60 * 60


def _some_are_due() -> bool:
    return Mail.objects.due().exists()


@regularly(seconds=60, name=SEND_JOB, is_needed=_some_are_due)
def send_mails() -> Tally:
    return send_due_mails()


@regularly(seconds=DAY, name="clean-up-mails")
def clean_up() -> str:
    return clean_up_mails()
