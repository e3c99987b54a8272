"""What every test gets."""

import pytest

from portal.web.versioned import forget_all


@pytest.fixture(autouse=True)
def _nothing_kept():
    """Tests roll data back under the same version, so nothing may be kept."""
    forget_all()
    yield
    forget_all()


@pytest.fixture(autouse=True)
def _fast_and_local(settings):
    """Cheap passwords, mail in memory, static files without a manifest."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {
            "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        }
    }
