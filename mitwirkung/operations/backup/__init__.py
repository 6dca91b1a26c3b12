"""Backups: one consistent set of database and files, restored into an empty place only, and proved there."""
