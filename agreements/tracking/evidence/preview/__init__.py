"""Draws pages of uploaded files in a subprocess, so that the browser never displays an uploaded file."""
