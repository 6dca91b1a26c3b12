"""Measures pages and PDFs against a floor: `make bench`. How to read it stands in README.md beside this file."""
