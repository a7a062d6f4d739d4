"""How near papers are to one another and to a taste."""
