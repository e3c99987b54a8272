"""What the portal tells people: in their list of notices, and by mail at their pace."""
