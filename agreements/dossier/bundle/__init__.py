"""The whole file of an agreement as one ZIP for the E-Akte, and its check without any database.

Its layout:

    LIESMICH.txt            what this is, in German
    manifest.json           every other file with its size and SHA-256
    metadaten.json, .xml    the same facts twice; their schemas lie under schema/
    verlauf.json            the history, every entry chained to the one before
    landesarchiv/           what proves that the agreement was offered, declined or handed over
    urkunden/<number>/fotos/        photos of ceremonies that everybody in them has agreed to
    urkunden/<number>/fassung-<number>/
        inhalt.json         the canonical content: its SHA-256 is the fingerprint that was signed
        <edition>.pdf       the PDFs as they were issued
        unterschriften/     scans of signatures
        pruefungen/         uploaded signed files, each with what was found, also those that did not count
"""
