"""How a region's policy or a cluster's management stands, again and again."""
