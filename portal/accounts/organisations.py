"""Regions and clusters as that for which people act."""

from urllib.parse import urlsplit

from django.urls import reverse

from portal.accounts.addresses import verified_addresses
from portal.accounts.models import User
from regions.models import Cluster, Region
from regions.moderation.records import was_ever_public

Organisation = Region | Cluster


def name_of(organisation: Organisation) -> str:
    """What readers call it, a region in their own language."""
    if isinstance(organisation, Region):
        return organisation.label
    return organisation.title


def page_url(organisation: Organisation) -> str:
    """Its public page."""
    if isinstance(organisation, Region):
        return reverse("regions:detail", args=[organisation.code])
    return organisation.get_absolute_url()


def people_url(organisation: Organisation) -> str:
    """The page of the people who act for it."""
    if isinstance(organisation, Region):
        return reverse("people-of-region", args=[organisation.code])
    return reverse("people-of-cluster", args=[organisation.slug])


def was_ever_published(organisation: Organisation) -> bool:
    """Whether a curator, or the register itself, has once let everybody see it."""
    return isinstance(organisation, Region) or was_ever_public(organisation)


def claim_url(organisation: Organisation) -> str:
    """The form in which somebody says to act for it."""
    if isinstance(organisation, Region):
        return f"{reverse('claim-new')}?region={organisation.code}"
    return f"{reverse('claim-new')}?cluster={organisation.slug}"


def key_of(organisation: Organisation) -> str:
    """Its name in keys of mails: the kind and the primary key."""
    kind = "region" if isinstance(organisation, Region) else "cluster"
    return f"{kind}:{organisation.pk}"


def site_domains(organisation: Organisation) -> set[str]:
    """The hosts of its website, or of the documents of its strategies."""
    if isinstance(organisation, Region):
        rows = organisation.strategies.published().exclude(document_url="")
        addresses = list(rows.values_list("document_url", flat=True))
    else:
        addresses = [organisation.website]
    hosts = {urlsplit(address).hostname or "" for address in addresses}
    return {host.removeprefix("www.") for host in hosts if host}


def shared_domain(user: User, organisation: Organisation) -> str:
    """The domain of an address that the person proved, if the site has the same."""
    own = {address.rpartition("@")[2] for address in verified_addresses(user)}
    return next(iter(sorted(own & site_domains(organisation))), "")
