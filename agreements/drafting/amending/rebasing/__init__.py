"""Bringing the draft of an amendment onto the text that another amendment has made meanwhile."""
