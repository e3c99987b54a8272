"""What an organisation has ticked off in the guide, and when."""
