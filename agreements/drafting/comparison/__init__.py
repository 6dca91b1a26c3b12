"""Comparison of two contents, as a page and as a PDF."""
