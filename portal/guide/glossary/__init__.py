"""What the portal's words mean, in every language, and the links to them."""
