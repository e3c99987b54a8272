"""The mail folder of a portal at home, and its absence everywhere else."""

import stat

import pytest

from portal.env import env_email
from portal.mail.sending import send_due_mails
from tests.matching.factories import make_user

pytestmark = pytest.mark.django_db
FOLDER = "portal.mail.backends.FolderBackend"


@pytest.fixture
def at_home(settings, deliver_through, tmp_path):
    """Mails go into a folder, and nobody else is here."""
    deliver_through(FOLDER)
    settings.MAIL_FOLDER = tmp_path / "mail"
    settings.MAIL_FOLDER_PAGE = True
    return settings.MAIL_FOLDER


@pytest.fixture
def elsewhere(at_home, settings):
    """There are files, but others are served, or mails go out."""
    settings.MAIL_FOLDER_PAGE = False
    return at_home


def names(folder) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.eml"))


def text_of(answer) -> str:
    return answer.content.decode()


def test_each_mail_is_one_file_that_only_we_may_read(at_home, letter):
    letter("a@example.org")
    letter("b@example.org")
    assert str(send_due_mails()) == "2 sent, 0 postponed, 0 failed"
    files = sorted(at_home.iterdir())
    assert [path.suffix for path in files] == [".eml", ".eml"]
    modes = {stat.S_IMODE(path.stat().st_mode) for path in [at_home, *files]}
    assert modes == {0o700, 0o600}
    heads = [path.read_text() for path in files]
    assert ["To: a@" in heads[0], "To: b@" in heads[1]] == [True, True]


def test_folder_that_cannot_be_written_loses_no_mail(at_home, letter):
    at_home.write_text("no folder")
    letter()
    assert str(send_due_mails()) == "0 sent, 1 postponed, 0 failed"


def test_empty_folder_teaches_the_next_step(client, at_home):
    text = text_of(client.get("/mails/"))
    assert "No mail yet" in text
    assert str(at_home) in text


def test_mails_are_listed_newest_first_and_can_be_read(client, at_home, letter):
    letter("a@example.org", context={"asked_by": "<b>Ada</b>"}, language="de")
    send_due_mails()
    letter("b@example.org")
    send_due_mails()
    old, new = names(at_home)
    text = text_of(client.get("/mails/"))
    assert text.index(f"/mails/{new}/") < text.index(f"/mails/{old}/")
    assert text.index("b@example.org") < text.index("a@example.org")

    text = text_of(client.get(f"/mails/{old}/"))
    assert "a@example.org" in text
    assert "&lt;b&gt;Ada&lt;/b&gt;" in text
    link = '<a href="http://127.0.0.1:8000/curation/mails/" rel="nofollow">'
    assert link in text
    assert f'href="/mails/{old}/html/"' in text


def test_html_of_a_mail_has_no_rights(client, at_home, letter):
    letter(context={"asked_by": "<script>alert(1)</script>"})
    send_due_mails()
    [name] = names(at_home)
    answer = client.get(f"/mails/{name}/html/")
    assert "&lt;script&gt;" in text_of(answer)
    assert answer["Content-Security-Policy"] == (
        "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    )
    assert "no-store" in answer["Cache-Control"]


def test_mail_without_html_has_no_html_page(client, at_home):
    at_home.mkdir()
    (at_home / "plain.eml").write_text("Subject: Hi\nTo: a@x.org\n\nOnly text.\n")
    text = text_of(client.get("/mails/plain/"))
    assert "Only text." in text
    assert "Open the HTML version" not in text
    assert client.get("/mails/plain/html/").status_code == 404
    assert client.get("/mails/").status_code == 200


@pytest.mark.parametrize("name", ["nothing", "..", "%2e%2e", "a%2fb"])
def test_file_that_is_not_there_is_not_found(client, at_home, name):
    assert client.get(f"/mails/{name}/").status_code == 404


def test_pages_lead_to_the_folder_at_home(client, at_home):
    login = text_of(client.get("/accounts/login/"))
    assert login.count('href="/mails/"') == 2
    assert 'href="/mails/"' in text_of(client.get("/regions/"))


def test_no_page_leads_to_the_folder_elsewhere(client, elsewhere):
    for path in ("/accounts/login/", "/regions/"):
        assert 'href="/mails/"' not in text_of(client.get(path))


@pytest.mark.parametrize("path", ["/mails/", "/mails/{}/", "/mails/{}/html/"])
@pytest.mark.parametrize("who", ["visitor", "curator"])
def test_folder_does_not_exist_elsewhere(client, elsewhere, letter, path, who):
    if who == "curator":
        client.force_login(make_user("curator@example.org", is_staff=True))
    letter("private@example.org")
    send_due_mails()
    [name] = names(elsewhere)
    answer = client.get(path.format(name))
    assert answer.status_code == 404
    assert "private@example.org" not in text_of(answer)


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("filemail://", ""),
        ("filemail:///srv/mail", "/srv/mail"),
        ("filemail:////srv/mail/", "/srv/mail"),
    ],
)
def test_folder_of_an_address_is_counted_from_the_root(monkeypatch, url, folder):
    monkeypatch.setenv("EMAIL_URL", url)
    assert env_email("EMAIL_URL", "")["EMAIL_FILE_PATH"] == folder


@pytest.mark.parametrize("place", ["-0000", "+0000", "GMT"])
def test_date_of_a_mail_is_shown_in_our_time(client, at_home, place):
    at_home.mkdir()
    date = f"Date: Thu, 26 Nov 2026 09:30:00 {place}"
    (at_home / "plain.eml").write_text(f"Subject: Hi\n{date}\n\nText.\n")
    for path in ("/mails/", "/mails/plain/"):
        assert "26 November 2026, 10:30" in text_of(client.get(path))


@pytest.mark.parametrize(
    "asked_from",
    [
        {"REMOTE_ADDR": "203.0.113.9"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"},
    ],
)
def test_folder_is_there_for_nobody_from_elsewhere(client, settings, asked_from):
    settings.MAIL_FOLDER_PAGE = True
    assert client.get("/mails/").status_code == 200
    assert client.get("/mails/", **asked_from).status_code == 404
