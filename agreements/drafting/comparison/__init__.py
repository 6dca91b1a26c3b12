"""What differs between two contents: found without asking anybody, shown on a page and printed."""
