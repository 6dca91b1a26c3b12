"""The complete file of an agreement as a ZIP for the E-Akte, and its check without a database.

Layout:

    LIESMICH.txt            what this is, in German
    manifest.json           all other files with size and SHA-256
    metadaten.json, .xml    the same facts in both formats; schemas in schema/
    verlauf.json            the history, chained by hash
    landesarchiv/           proofs of the steps of archiving
    urkunden/<number>/fotos/        ceremony photos with the consent of all persons shown
    urkunden/<number>/fassung-<number>/
        inhalt.json         the canonical content; its SHA-256 is the signed fingerprint
        <edition>.pdf       the PDFs as issued
        unterschriften/     scans of signatures
        pruefungen/         uploaded signed files with their examination, rejected ones too
"""
