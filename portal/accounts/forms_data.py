"""Forms about one's own data."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User

CONTROL = {"class": "form-control"}


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "position", "name_visibility")
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name", **CONTROL}),
            "position": forms.TextInput(
                attrs={"autocomplete": "organization-title", **CONTROL}
            ),
            "name_visibility": forms.Select(attrs={"class": "form-select"}),
        }
        help_texts = {
            "name_visibility": _(
                "Colleagues of your region or cluster and curators see them always."
            ),
        }


class DeleteForm(forms.Form):
    """Proves that it is the person: by the password, or by typing the address."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(
            attrs={"autocomplete": "current-password", **CONTROL}
        ),
    )
    address = forms.CharField(
        label=_("Your e-mail address"),
        help_text=_("Type it to show that you mean it."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", **CONTROL}),
    )
    leaves_ownerless = forms.BooleanField(
        label=_("Leave it without an owner. The curators are told."),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )

    def __init__(
        self, *args: Any, user: User, is_last_owner: bool, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._user = user
        del self.fields["address" if user.has_usable_password() else "password"]
        if not is_last_owner:
            del self.fields["leaves_ownerless"]

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not self._user.check_password(password):
            raise ValidationError(_("This is not your password."))
        return password

    def clean_address(self) -> str:
        address = self.cleaned_data["address"].strip().lower()
        if address != self._user.email:
            raise ValidationError(_("This is not the address of your account."))
        return address
