"""The Django admin of the agreements, split by noun. Importing the modules registers them."""

from agreements.admin import agreement, instrument, kept, obligations, particulars, people, records, text

__all__ = ["agreement", "instrument", "kept", "obligations", "particulars", "people", "records", "text"]
