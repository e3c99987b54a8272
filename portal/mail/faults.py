"""What an error means: for this mail, for the others, and in words."""

from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.utils.translation import gettext_lazy as _

# Answers about one mail; after any other error of the line no mail can be sent now.
ABOUT_THE_MAIL = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)
LOST = "WorkerLost"
WORDS = {
    "ConnectionRefusedError": _("The mail server does not accept connections."),
    "gaierror": _("The mail server cannot be found by its name."),
    "TimeoutError": _("The mail server did not answer in time."),
    "SMTPServerDisconnected": _("The mail server ended the connection."),
    "SMTPConnectError": _("The mail server does not accept connections."),
    "SMTPAuthenticationError": _(
        "The mail server refuses the user name or the password."
    ),
    "SMTPRecipientsRefused": _("The mail server refuses this address."),
    "SMTPSenderRefused": _("The mail server refuses the portal's own address."),
    "SMTPDataError": _("The mail server refuses the content of the mail."),
    "SSLError": _("The connection to the mail server cannot be secured."),
    "SSLCertVerificationError": _(
        "The connection to the mail server cannot be secured."
    ),
    LOST: _("The workers that sent it were lost each time."),
}


def concerns_all(error: Exception) -> bool:
    """Whether the next mail would meet the same error: server, line, sign-in, disk."""
    return isinstance(error, OSError) and not isinstance(error, ABOUT_THE_MAIL)


def is_final(error: Exception) -> bool:
    """Whether another try is useless: no such mailbox, or no mail that can be built."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= 500 for code, _reply in error.recipients.values())
    return isinstance(error, ValueError | TypeError)


def fault_words(kind: str) -> str:
    """The sentence for an exception of this name."""
    return str(WORDS.get(kind, _("The mail could not be sent.")))
