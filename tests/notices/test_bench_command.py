"""`bench_digests`: what it says, what it leaves, and where it refuses."""

from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from portal.accounts.models import User
from portal.mail.models import Mail, MailKey
from portal.notices.management.commands import bench_digests

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("silent_broker")]


def test_real_register_is_refused(monkeypatch):
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", "portal")
    with pytest.raises(CommandError, match="'bench' in its name"):
        call_command("bench_digests")
    assert User.objects.count() == 0


def test_every_person_gets_a_digest_and_nothing_is_left(monkeypatch):
    # A second connection would not see the data of this test's transaction.
    monkeypatch.setattr(bench_digests, "PAUSE", 1000)
    monkeypatch.setattr(bench_digests, "refuse_real_register", lambda: None)
    out = StringIO()
    call_command("bench_digests", people=3, notices=7, stdout=out)
    assert out.getvalue().startswith("7 notices for 3 people: 3 sent, 0 failed\n")
    assert (User.objects.count(), Mail.objects.count(), MailKey.objects.count()) == (
        0,
        0,
        0,
    )
