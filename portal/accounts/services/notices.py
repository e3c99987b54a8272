"""What people are told about mandates, claims and invitations."""

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from portal.accounts.models import Claim, Invitation, Mandate, Role, User
from portal.accounts.organisations import (
    Organisation,
    claim_url,
    key_of,
    name_of,
    page_url,
    people_url,
    was_ever_published,
)
from portal.accounts.services.letters import (
    Letter,
    language_of,
    tell,
    tell_all,
    tell_curators,
    write_to,
)


def _facts(row: Mandate | Claim | Invitation) -> dict[str, str]:
    """The words of a row in the reader's language."""
    return {"name": name_of(row.organisation), "role": row.get_role_display()}


def _until(row: Mandate | Invitation) -> tuple[str, ...]:
    if row.ends_on is None:
        return ()
    day = date_format(row.ends_on, "DATE_FORMAT")
    return (_("The last day of the mandate is %(day)s.") % {"day": day},)


def _owners_besides(person: User, organisation: Organisation) -> list[User]:
    owners = Mandate.objects.active().of(organisation).filter(role=Role.OWNER)
    rows = owners.exclude(user=person).select_related("user")
    return [mandate.user for mandate in rows]


def tell_of_grant(mandate: Mandate) -> None:
    tell(
        mandate.user,
        lambda: Letter(
            _("You act for %(name)s now") % _facts(mandate),
            (
                _("You may act for %(name)s as %(role)s.") % _facts(mandate),
                *_until(mandate),
            ),
            path=people_url(mandate.organisation),
            label=_("See who else does"),
        ),
    )


def tell_owners_of_newcomer(mandate: Mandate) -> None:
    """Owners learn who came, so that nobody comes unseen."""
    organisation = mandate.organisation
    tell_all(
        _owners_besides(mandate.user, organisation),
        lambda: Letter(
            _("Somebody new acts for %(name)s") % _facts(mandate),
            (
                _("%(person)s may now act for %(name)s as %(role)s.")
                % (_facts(mandate) | {"person": mandate.user}),
                _("If that is wrong, end the mandate or write to a curator."),
            ),
            path=people_url(organisation),
            label=_("See its people"),
        ),
    )


def tell_of_change(mandate: Mandate) -> None:
    tell(
        mandate.user,
        lambda: Letter(
            _("Your role for %(name)s has changed") % _facts(mandate),
            (_("You act for %(name)s as %(role)s from now on.") % _facts(mandate),),
            path=people_url(mandate.organisation),
            label=_("See its people"),
        ),
    )


def tell_of_end_date(mandate: Mandate) -> None:
    tell(
        mandate.user,
        lambda: Letter(
            _("Your mandate for %(name)s has another last day") % _facts(mandate),
            _until(mandate) or (_("Your mandate has no last day any more."),),
            path=people_url(mandate.organisation) if mandate.is_running else "",
            label=_("See its people"),
        ),
    )


def tell_of_end(mandate: Mandate, words: str) -> None:
    tell(
        mandate.user,
        lambda: Letter(
            _("Your mandate for %(name)s has ended") % _facts(mandate),
            (
                _("You do not act for %(name)s any more.") % _facts(mandate),
                _("If that is wrong, ask a colleague there or claim it anew."),
            ),
            quoted=words,
            path=page_url(mandate.organisation),
            label=_("Open its page"),
        ),
    )


def tell_of_merger(mandate: Mandate, kept: Organisation) -> None:
    """Who registered what another one had registered already acts for neither."""
    tell(
        mandate.user,
        lambda: Letter(
            _("Your mandate for %(name)s has ended") % _facts(mandate),
            (
                _("%(name)s was merged into %(kept)s, which was in the portal already.")
                % (_facts(mandate) | {"kept": name_of(kept)}),
                _("If you act for %(kept)s, claim it: a curator decides.")
                % {"kept": name_of(kept)},
            ),
            path=claim_url(kept),
            label=_("Claim it"),
        ),
    )


def tell_of_passed_end(mandate: Mandate) -> None:
    """The last day is over; the owners learn it too."""
    tell_of_end(mandate, "")
    organisation = mandate.organisation
    tell_all(
        _owners_besides(mandate.user, organisation),
        lambda: Letter(
            _("A mandate for %(name)s has ended") % _facts(mandate),
            (
                _("%(person)s does not act for %(name)s any more.")
                % (_facts(mandate) | {"person": mandate.user}),
                _("The last day of the mandate as %(role)s is over.") % _facts(mandate),
            ),
            path=people_url(organisation),
            label=_("See its people"),
        ),
    )


def tell_owners_of_leaver(mandate: Mandate) -> None:
    """The owners who stay learn who has left by himself."""
    organisation = mandate.organisation
    tell_all(
        _owners_besides(mandate.user, organisation),
        lambda: Letter(
            _("Somebody has left %(name)s") % _facts(mandate),
            (
                _("%(person)s, who was %(role)s, does not act for %(name)s any more.")
                % (_facts(mandate) | {"person": mandate.user}),
                _("The person has left; nobody else ended the mandate."),
            ),
            path=people_url(organisation),
            label=_("See its people"),
        ),
    )


def tell_successor(mandate: Mandate, leaver: User) -> None:
    tell(
        mandate.user,
        lambda: Letter(
            _("You are an owner of %(name)s now") % _facts(mandate),
            (
                _("%(person)s has handed %(name)s over to you.")
                % (_facts(mandate) | {"person": leaver}),
                _("You may invite people, change their roles and hand over yourself."),
            ),
            path=people_url(mandate.organisation),
            label=_("See its people"),
        ),
    )


def warn_last_owner(mandate: Mandate, key: str) -> bool:
    """The last owner's mandate runs out; curators learn it too. True: it was new."""
    organisation = mandate.organisation

    def to_owner() -> Letter:
        return Letter(
            _("Your mandate for %(name)s ends soon") % _facts(mandate),
            (
                *_until(mandate),
                _(
                    "Nobody else owns %(name)s then. Make a colleague owner, or ask a"
                    " curator to prolong your mandate."
                )
                % _facts(mandate),
            ),
            path=people_url(organisation),
            label=_("Hand over"),
        )

    is_new = tell(mandate.user, to_owner, key=f"{key}:{mandate.user_id}")
    tell_curators(
        lambda: Letter(
            _("%(name)s will have no owner") % _facts(mandate),
            (_("The mandate of its last owner runs out."), *_until(mandate)),
            path=people_url(organisation),
            label=_("See its people"),
            reason=_("You get this mail because you are a curator of the portal."),
        ),
        key=f"{key}:curator",
    )
    return is_new


def tell_of_claim(claim: Claim) -> None:
    """Curators learn that a claim waits; not again if it was taken back and renewed."""
    others = claim.user.claims.of(claim.organisation).exclude(pk=claim.pk)
    decided = others.filter(state__in=(Claim.State.GRANTED, Claim.State.REFUSED))
    occasion = f"{key_of(claim.organisation)}:{claim.user_id}:{decided.count()}"
    tell_curators(
        lambda: Letter(
            _("Somebody claims %(name)s") % _facts(claim),
            (
                _("%(person)s says to act for %(name)s as %(role)s.")
                % (_facts(claim) | {"person": claim.user}),
            ),
            path=_claim_url(claim),
            label=_("Look at the claim"),
            reason=_("You get this mail because you are a curator of the portal."),
        ),
        key=f"claim:{occasion}:{timezone.localdate():%Y-%m-%d}",
    )


def _claim_url(claim: Claim) -> str:
    return reverse("claim", args=[claim.pk])


def tell_of_decision(claim: Claim) -> None:
    """The claimant reads what was decided, and why."""
    granted = claim.state == Claim.State.GRANTED

    def words() -> Letter:
        facts = _facts(claim)
        if granted:
            return Letter(
                _("You act for %(name)s now") % facts,
                (_("A curator has granted your claim to act for %(name)s.") % facts,),
                quoted=claim.reasons,
                path=people_url(claim.organisation),
                label=_("See who else does"),
            )
        return Letter(
            _("Your claim to act for %(name)s was refused") % facts,
            (
                _("A curator has refused your claim for these reasons:"),
                _("You may claim it again with another proof."),
            ),
            quoted=claim.reasons,
            path=reverse("mandates"),
            label=_("See your claims"),
        )

    tell(claim.user, words)


def _invited(invitation: Invitation) -> str:
    """The subject: what anybody can type nobody reads there who did not ask for it."""
    if was_ever_published(invitation.organisation):
        return _("Act for %(name)s in the portal")
    return _("An invitation to act for a cluster in the portal")


def send_invitation(invitation: Invitation, key: str, person: User | None) -> None:
    """The link in this mail is the only place where the key stands."""
    days = (invitation.expires_at - invitation.invited_at).days
    inviter = invitation.invited_by

    def words() -> Letter:
        facts = _facts(invitation) | {"person": inviter, "days": days}
        return Letter(
            _invited(invitation) % facts,
            (
                _("%(person)s invites you to act for %(name)s as %(role)s.") % facts,
                *_until(invitation),
                _("Smart Regions is where regions and clusters find partners.")
                + " "
                + _("The link is for you alone and valid for %(days)d days.") % facts,
            ),
            path=reverse("invitation", args=[key]),
            label=_("Look at the invitation"),
            reason=_(
                "You get this mail because somebody typed your address. If you do not"
                " know why, leave it: nothing happens."
            ),
        )

    write_to(invitation.email, words, language_of(person))
