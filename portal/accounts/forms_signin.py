"""Forms of signing in: the library's, with the portal's words and looks."""

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from allauth.socialaccount.forms import SignupForm as SocialSignupForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "password1": _("New password"),
    "oldpassword": _("Present password"),
    "code": _("Code"),
}


class Dressed:
    """A form with labels above its fields, no words inside, each password asked once.

    A script can show what is typed, and a code from the mail replaces a mistyped one.
    """

    labels: dict[str, str] = {}
    helps: dict[str, str] = {}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, field in self.fields.items():
            field.label = (LABELS | self.labels).get(name, field.label)
            field.help_text = self.helps.get(name, _help_of(name))
            field.widget.attrs.pop("placeholder", None)
            if not field.widget.is_hidden:
                field.widget.attrs["class"] = "form-control"


def _help_of(name: str) -> str:
    """The rules stand beside each field that takes a new password."""
    return password_validators_help_text_html() if name == "password1" else ""


def _name_field() -> forms.CharField:
    return forms.CharField(
        label=_("Your name"),
        max_length=User._meta.get_field("name").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class SignInForm(Dressed, account.LoginForm):
    pass


class SignUpForm(Dressed, account.SignupForm):
    name = _name_field()
    field_order = ["email", "name", "password1"]
    labels = {"password1": _("Password")}
    helps = {"email": _("Of your region or cluster, if you have one there.")}


class SignUpElsewhereForm(Dressed, SocialSignupForm):
    name = _name_field()
    field_order = ["email", "name"]


class NewEmailForm(Dressed, account.AddEmailForm):
    labels = {"email": _("New e-mail address")}
    helps = {"email": _("We send a code there. Until you enter it, nothing changes.")}


class OtherEmailForm(Dressed, account.ChangeEmailForm):
    labels = {"email": _("Another e-mail address")}


class NewPasswordForm(Dressed, account.ChangePasswordForm):
    pass


class FirstPasswordForm(Dressed, account.SetPasswordForm):
    pass


class ForgottenPasswordForm(Dressed, account.ResetPasswordForm):
    pass


class ReplacedPasswordForm(Dressed, account.ResetPasswordKeyForm):
    pass


class EmailCodeForm(Dressed, account.ConfirmEmailVerificationCodeForm):
    labels = {"code": _("Code from the e-mail")}


class ResetCodeForm(Dressed, account.ConfirmPasswordResetCodeForm):
    labels = {"code": _("Code from the e-mail")}


class PasswordAgainForm(Dressed, account.ReauthenticateForm):
    pass


class SecondStepForm(Dressed, mfa.AuthenticateForm):
    labels = {"code": _("Code of your app, or a recovery code")}


class SecondStepAgainForm(Dressed, mfa.ReauthenticateForm):
    labels = {"code": _("Code of your app, or a recovery code")}


class AuthenticatorAppForm(Dressed, ActivateTOTPForm):
    labels = {"code": _("Code that the app shows")}


class SecurityKeyForm(Dressed, AddWebAuthnForm):
    labels = {"name": _("Name of the key")}
    helps = {"name": _("So that you know later which one it is.")}


class SecurityKeyNameForm(Dressed, EditWebAuthnForm):
    labels = {"name": _("Name of the key")}


class PersonForm(forms.ModelForm):
    """What a person says about themselves."""

    language = forms.ChoiceField(
        label=_("Language of e-mails"),
        required=False,
        help_text=_("The language of pages is chosen at their top."),
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    class Meta:
        model = User
        fields = ("name", "language")
        labels = {"name": _("Your name")}
        widgets = {
            "name": forms.TextInput(
                attrs={"class": "form-control", "autocomplete": "name"}
            )
        }

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        same = ("", _("The language of the page that they are about"))
        self.fields["language"].choices = [same, *settings.LANGUAGES]
