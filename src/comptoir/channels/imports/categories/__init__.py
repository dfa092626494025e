"""Categories for feeds that have none, by stated rules."""
