"""Import of pasted text: structure recognised in plain text, shown to be corrected, then stored as a draft."""
