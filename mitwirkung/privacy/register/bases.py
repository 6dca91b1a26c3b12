"""The legal bases, as the record of processing cites them."""

OFFICE_TASK = (
    "Art. 6 Abs. 1 Buchst. e DSGVO mit § 3 BlnDSG (Aufgaben der Bezirke); für den Verein Art. 6 Abs. 1 Buchst. f DSGVO "
    "(Vertrag führen und nachweisen)"
)
EMPLOYEES = f"{OFFICE_TASK}; für Beschäftigte des Landes § 18 BlnDSG"
CONSENT = "Einwilligung jeder abgebildeten Person (Art. 6 Abs. 1 Buchst. a DSGVO, § 22 KUG)"
SECURITY = "Art. 6 Abs. 1 Buchst. c und e mit Art. 32 DSGVO (Sicherheit der Verarbeitung)"
