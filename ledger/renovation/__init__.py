"""Renovation: projects, their money and works, and the hand-over to utility operators."""
