"""The instructions of an amendment: how each is worded, why, and under which heading."""
