"""Settings of signing in: how people prove who they are (django-allauth)."""

from typing import Any

from portal.env import env_int, env_str

_HALF_AN_HOUR = 30 * 60
_FORMS = "portal.accounts.forms_signin"

# What holds everywhere. Codes instead of links: programs that look through mail open
# links and would use them up, and a code can be read on another machine.
_ACCOUNTS: dict[str, Any] = {
    "ACCOUNT_ADAPTER": "portal.accounts.adapter.AccountAdapter",
    "ACCOUNT_AUTHENTICATED_LOGIN_REDIRECTS": False,
    "ACCOUNT_CHANGE_EMAIL": True,
    "ACCOUNT_EMAIL_NOTIFICATIONS": True,
    "ACCOUNT_EMAIL_SUBJECT_PREFIX": "",
    "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
    "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": True,
    "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT": _HALF_AN_HOUR,
    "ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE": True,
    "ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND": True,
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED": True,  # nosec B105: no password
    "ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT": _HALF_AN_HOUR,
    "ACCOUNT_PREVENT_ENUMERATION": True,
    "ACCOUNT_REAUTHENTICATION_REQUIRED": True,
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 15 * 60,
    "ACCOUNT_SESSION_REMEMBER": True,
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*"],
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
    "ACCOUNT_RATE_LIMITS": {
        # Of one address, and of all people behind one connection.
        "login_failed": "5/5m/key,20/m/ip",
    },
    "ACCOUNT_FORMS": {
        "login": f"{_FORMS}.SignInForm",
        "signup": f"{_FORMS}.SignUpForm",
        "add_email": f"{_FORMS}.NewEmailForm",
        "change_email": f"{_FORMS}.OtherEmailForm",
        "change_password": f"{_FORMS}.NewPasswordForm",
        "set_password": f"{_FORMS}.FirstPasswordForm",
        "reset_password": f"{_FORMS}.ForgottenPasswordForm",
        "reset_password_from_key": f"{_FORMS}.ReplacedPasswordForm",
        "confirm_email_verification_code": f"{_FORMS}.EmailCodeForm",
        "confirm_password_reset_code": f"{_FORMS}.ResetCodeForm",
        "reauthenticate": f"{_FORMS}.PasswordAgainForm",
    },
    "MFA_ADAPTER": "portal.accounts.adapter.SecondStepAdapter",
    "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
    "MFA_TOTP_ISSUER": "Smart Regions",
    # Clocks of telephones may be half a minute off.
    "MFA_TOTP_TOLERANCE": 1,
    "MFA_FORMS": {
        "authenticate": f"{_FORMS}.SecondStepForm",
        "reauthenticate": f"{_FORMS}.SecondStepAgainForm",
        "activate_totp": f"{_FORMS}.AuthenticatorAppForm",
        "add_webauthn": f"{_FORMS}.SecurityKeyForm",
        "edit_webauthn": f"{_FORMS}.SecurityKeyNameForm",
    },
    "SOCIALACCOUNT_ADAPTER": "portal.accounts.adapter_elsewhere.ElsewhereAdapter",
    # Nobody comes into an account only because another service names its address.
    "SOCIALACCOUNT_EMAIL_AUTHENTICATION": False,
    "SOCIALACCOUNT_FORMS": {"signup": f"{_FORMS}.SignUpElsewhereForm"},
    # Following each request would write to the database each time.
    "USERSESSIONS_TRACK_ACTIVITY": False,
}


def sign_in_settings(is_https: bool) -> dict[str, Any]:
    """Return the settings of signing in for an installation with or without TLS."""
    oidc = {
        "OIDC_NAME": env_str("OIDC_NAME"),
        "OIDC_SERVER_URL": env_str("OIDC_SERVER_URL"),
        "OIDC_CLIENT_ID": env_str("OIDC_CLIENT_ID"),
        "OIDC_CLIENT_SECRET": env_str("OIDC_CLIENT_SECRET"),
    }
    return _ACCOUNTS | {
        "OIDC": oidc,
        "SOCIALACCOUNT_PROVIDERS": oidc_providers(oidc),
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not is_https,
        # With TLS there is a proxy, and its is the address that the server sees.
        "ALLAUTH_TRUSTED_PROXY_COUNT": env_int("PROXY_COUNT", 1 if is_https else 0),
    }


def oidc_providers(oidc: dict[str, str]) -> dict[str, Any]:
    """Return the one OpenID Connect service, or none while something is missing."""
    if not all(oidc.values()):
        return {}
    app = {
        "provider_id": "main",
        "name": oidc["OIDC_NAME"],
        "client_id": oidc["OIDC_CLIENT_ID"],
        "secret": oidc["OIDC_CLIENT_SECRET"],
        "settings": {
            "server_url": oidc["OIDC_SERVER_URL"].rstrip("/"),
            "oauth_pkce_enabled": True,
        },
    }
    return {"openid_connect": {"APPS": [app]}}
