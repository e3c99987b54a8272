"""Ways of delivery that tests need: they stand for what happens around a worker."""

from typing import ClassVar

from django.core.mail.backends.locmem import EmailBackend

from portal.mail.sending import send_due_mails


class PowerCut(BaseException):
    """The worker is gone, and writes nothing any more."""


class KilledBackend(EmailBackend):
    """The worker is killed in the middle: after so many mails were handed over."""

    lives: ClassVar[int] = 0

    def send_messages(self, messages):
        super().send_messages(messages)
        KilledBackend.lives -= 1
        if KilledBackend.lives < 0:
            raise PowerCut
        return len(messages)


class SecondWorkerBackend(EmailBackend):
    """While one worker hands a mail over, another one sends all that is due."""

    tallies: ClassVar[list[str]] = []

    def send_messages(self, messages):
        if len(self.tallies) < 10:
            self.tallies.append("")
            at = len(self.tallies) - 1
            self.tallies[at] = str(send_due_mails())
        return super().send_messages(messages)
