"""German reasons why something is not sealed yet: what is missing, what is safe, what to do."""

NO_SEAL = "Es ist kein Siegel hinterlegt. Die Unterschriften gelten; gesiegelt wird, sobald es da ist."
SEAL_UNREADABLE = "Die Datei mit dem Siegel lässt sich nicht öffnen: Datei oder Passwort stimmen nicht. Die Unterschriften gelten."
DEVICE_UNREADABLE = (
    "Das Gerät mit dem Siegel antwortet nicht, oder Name oder Schlüssel stimmen nicht. Die Unterschriften gelten; "
    "der nächste Versuch geschieht von selbst."
)
PIN_WRONG = (
    "Die PIN für das Gerät mit dem Siegel ist falsch. Sie wird nicht noch einmal versucht, damit das Gerät nicht sperrt: "
    "Bitte die Einstellung ändern und den Dienst im Hintergrund neu starten. Die Unterschriften gelten."
)
SEAL_EXPIRED = (
    "Das Zertifikat des Siegels gilt nicht mehr oder noch nicht ({first} bis {last}). "
    "Die Unterschriften gelten; bitte ein gültiges hinterlegen."
)
SEAL_REVOKED = (
    "Das Zertifikat des Siegels ist gesperrt. Die Unterschriften gelten; bitte ein anderes hinterlegen."
)
NO_CLOCK = "Es ist kein Zeitstempeldienst eingetragen. Ohne Zeitstempel wird nicht gesiegelt."
NO_TIME_STAMP = (
    "Der Zeitstempeldienst antwortet nicht oder nicht richtig. Ohne Zeitstempel wird nicht gesiegelt; "
    "der nächste Versuch geschieht von selbst."
)
FOREIGN_CLOCK = (
    "Der Zeitstempel kommt von einem Dienst, dem hier nicht vertraut wird (Liste „zeitstempel“). "
    "Es wurde nichts gesiegelt."
)
BROKEN = (
    "Die gesiegelte Datei hielt der eigenen Prüfung nicht stand und wurde verworfen; nichts ist verändert."
)
DAMAGED = (
    "Die zu siegelnde Datei fehlt im Speicher oder wurde dort verändert. Bitte die Datensicherung einspielen."
)
UNREACHABLE = "Die Ablage der Dateien antwortet gerade nicht. Es wurde nichts gesiegelt."
UNPRINTABLE = "Die Lesefassung lässt sich nicht drucken: {why}"
UNEXPECTED = "Unerwarteter Fehler beim Siegeln ({name}). Die Unterschriften gelten; Näheres steht im Protokoll des Servers."
LT_SELF_MADE = "Das Zertifikat ist selbst ausgestellt; Sperrdaten gibt es dafür nicht."
LT_NO_ISSUER = (
    "In der Datei mit dem Siegel fehlt das Zertifikat des Ausstellers; Sperrdaten wurden darum nicht geholt."
)
LT_NO_DATA = "Sperrdaten zu den Zertifikaten von Siegel und Zeitstempel waren nicht vollständig zu bekommen."
LT_NO_LIST = (
    "Der Zeitstempeldienst steht in keiner Vertrauensliste; Sperrdaten wurden darum nicht eingebettet."
)
CLOSED = "Die letzte Signatur hat das Original abgeschlossen. Ein Siegel würde es verändern; es bleibt darum, wie es ist."
LISTS_UNREADABLE = "Im Ordner „sperrlisten“ der Vertrauenslisten liegt eine Datei, die keine Sperrliste ist. Es wurde nichts gesiegelt."
CLOCKS_UNREADABLE = "In der Vertrauensliste „zeitstempel“ liegt eine Datei, die kein Zertifikat ist. Es wurde nichts gesiegelt."
