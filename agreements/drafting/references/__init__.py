"""The references of a draft: which are links, which are not, and which lead nowhere."""
