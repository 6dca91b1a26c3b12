"""Database triggers that hold the invariants whatever route a write takes, one module per noun.

Unlike ordinary django-pgtrigger triggers they cannot be ignored by a session setting: only a change of the schema lifts
one. Each refuses with a German sentence and SQLSTATE 23514, which Django raises as IntegrityError.
"""
