"""The program as a whole: its rooms, its README, journeys through it."""
