"""What the clock does with mails."""

from portal.mail.models import Mail
from portal.mail.sending import Tally, send_due_mails
from portal.mail.services import SEND_JOB, clean_up_mails
from portal.web.clock import regularly

DAY = 24 * 60 * 60


def _some_are_due() -> bool:
    return Mail.objects.due().exists()


# A worker that is told sends at once. Who waits for a code to sign in does not wait for
# a busy one to end its run, either: it looks by itself, beside the run.
@regularly(seconds=10, name=SEND_JOB, is_needed=_some_are_due, is_aside=True)
def send_mails() -> Tally:
    return send_due_mails()


@regularly(seconds=DAY, name="clean-up-mails")
def clean_up() -> str:
    return clean_up_mails()
