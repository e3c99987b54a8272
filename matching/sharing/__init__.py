"""Sharing: requests for access to facilities, pooled demand, joint investment."""
