"""What regions did, with what result; submitted, moderated, matched."""
