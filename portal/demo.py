"""Demonstration accounts: one of each kind of person, for an installation at home."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.crypto import salted_hmac

from portal.accounts.models import Mandate, Role, User
from regions.models import Cluster, Region


@dataclass(frozen=True)
class DemoAccount:
    """What somebody needs in order to sign in as a demonstration person."""

    email: str
    password: str
    does: str

    def __str__(self) -> str:
        return f"{self.email:24} {self.password:14} {self.does}"


def demo_password(email: str) -> str:
    """Return the account's password: the same on each start, other elsewhere.

    It is derived from SECRET_KEY, so nothing readable is stored and no two
    installations share it.
    """
    return salted_hmac("portal.demo", email, algorithm="sha256").hexdigest()[:12]


@transaction.atomic
def create_demo_accounts() -> list[DemoAccount]:
    """Create the accounts that are missing and return all of them.

    An account whose password somebody has changed is left alone and not returned.
    """
    region = Region.objects.filter(strategies__priorities__isnull=False)
    region = region.order_by("code").first()
    cluster = Cluster.objects.order_by("slug").first()
    wanted = [("curator@portal.example", "curator: sees and corrects everything", {})]
    if region:
        does, mandate = f"region officer of {region}", {"region": region}
        wanted.append(("region@portal.example", does, mandate))
        does, mandate = f"colleague of {region}", mandate | {"role": Role.EDITOR}
        wanted.append(("colleague@portal.example", does, mandate))
    if cluster:
        does = f"cluster manager of {cluster.title}"
        wanted.append(("cluster@portal.example", does, {"cluster": cluster}))
    accounts = [_create(email, does, mandate) for email, does, mandate in wanted]
    return [account for account in accounts if account]


def _create(email: str, does: str, mandate: dict) -> DemoAccount | None:
    password = demo_password(email)
    user = User.objects.filter(email=email).first()
    if user is None:
        name = does.partition(":")[0].partition(" of ")[0].capitalize()
        create = User.objects.create_user if mandate else User.objects.create_superuser
        user = create(email, password, name=name)
        user.trust_email()
    if mandate:
        role = {"role": mandate.pop("role", Role.OWNER)}
        Mandate.objects.get_or_create(user=user, **mandate, defaults=role)
    if not user.check_password(password):
        return None
    return DemoAccount(email, password, does)
