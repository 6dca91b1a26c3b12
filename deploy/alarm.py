"""Tells that a service has failed: in the journal, and by e-mail to MITWIRKUNG_ALARM_TO. Needs nothing of MitWirkung but its settings."""

import os
import smtplib
import socket
import sys
from email.message import EmailMessage
from pathlib import Path


def password() -> str:
    """Return the credential that systemd has laid out, if any."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    file = Path(folder) / "MITWIRKUNG_EMAIL_PASSWORD" if folder else None
    return file.read_text().strip() if file and file.exists() else ""


def message(unit: str, to: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = os.environ.get("MITWIRKUNG_EMAIL_FROM", "MitWirkung <mitwirkung@localhost>")
    mail["To"] = to
    mail["Subject"] = f"MitWirkung: {unit} ist gescheitert"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(
        f"Auf {socket.gethostname()} ist der Dienst {unit} gescheitert. Warum, sagt dort als root:\n\n"
        f"    systemctl status {unit}\n    journalctl --unit {unit} --since today\n    mitwirkung health\n"
    )
    return mail


def send(mail: EmailMessage) -> None:
    """Hand the e-mail to the server that the settings name."""
    tls = os.environ.get("MITWIRKUNG_EMAIL_TLS", "starttls")
    connect = smtplib.SMTP_SSL if tls == "tls" else smtplib.SMTP
    port = int(os.environ.get("MITWIRKUNG_EMAIL_PORT", "587"))
    with connect(os.environ["MITWIRKUNG_EMAIL_HOST"], port, timeout=20) as server:
        if tls == "starttls":
            server.starttls()
        if user := os.environ.get("MITWIRKUNG_EMAIL_USER"):
            server.login(user, password())
        server.send_message(mail)


def main(unit: str) -> None:
    sys.stderr.write(f"<1>{unit} has failed: systemctl status {unit}\n")  # systemd reads <1> as „alert“
    to = os.environ.get("MITWIRKUNG_ALARM_TO")
    if to and os.environ.get("MITWIRKUNG_EMAIL_HOST"):
        send(message(unit, to))


if __name__ == "__main__":
    main(sys.argv[1])
