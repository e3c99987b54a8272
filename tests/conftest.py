"""What every test gets."""

import pytest

from portal.web.versioned import forget_all
from tests.installation import Installation


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Tests roll data back under the same version, so nothing may be kept."""
    forget_all()
    yield
    forget_all()


@pytest.fixture(autouse=True)
def _fast_and_local(settings, tmp_path_factory):
    """Cheap passwords, mail in memory, nothing written beside the developer's data."""
    settings.INDEX_DIR = tmp_path_factory.getbasetemp() / "index"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        }
    }


@pytest.fixture(scope="session")
def installation(tmp_path_factory):
    """A whole portal with the real register, loaded and scored once a session."""
    made = Installation(tmp_path_factory.mktemp("installation"))
    try:
        made.run("migrate")
        made.run("load_register")
        made.run("score_matches")
        made.run("collectstatic", "--noinput")
        made.run("demo_accounts", "--force")
        yield made
    finally:
        made.remove()
