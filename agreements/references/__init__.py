"""References from one place of a text to another: what they print, and what in a text looks like one. Pure."""
