"""A question to peers of the world: the region asks, and one could be invited."""

from portal.guide.peers.models import PeerInvitation, PeerProposal, PeerQuestion


def ask_peers(world) -> None:
    """Add `peer_question`, `peer_proposal` and `peer_invitation`."""
    world.peer_question = PeerQuestion.objects.create(
        region=world.strategy.region, wants="Vouchers"
    )
    world.peer_proposal = PeerProposal.objects.create(
        question=world.peer_question,
        region=world.partner.region,
        profile=world.partner,
        rank=1,
    )
    world.peer_invitation = PeerInvitation.objects.create(
        question=world.peer_question, region=world.asking.region
    )
