"""Foundations: errors, ids, files, clock, log. Imports nothing of the house."""
