"""Reads and draws uploaded files in a subprocess, so that the browser never displays an uploaded file."""
