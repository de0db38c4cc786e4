"""What an objective's numbers mean: plain Python, no clock, no database."""
