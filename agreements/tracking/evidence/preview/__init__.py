"""Draws pages of uploaded files, in a process of its own: what is shown in the browser is never what was uploaded."""
