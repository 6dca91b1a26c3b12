"""Reports on e-mails that did not arrive, as mail servers write them."""

WHOLE = "message/rfc822"


def report(identity: str, *, action: str = "failed", status: str = "5.1.1", kind: str = WHOLE) -> bytes:
    """Return a report as Postfix writes it, with the whole e-mail or its headers."""
    returned = f"From: a@example.org\nMessage-ID: {identity}\nSubject: Fristen\n\nText\n"
    return (
        "From: MAILER-DAEMON@example.org\nTo: mitwirkung@localhost\nSubject: Undelivered Mail Returned to Sender\n"
        'MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nI'm sorry.\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.org\n\n"
        f"Final-Recipient: rfc822; lead@example.org\nAction: {action}\nStatus: {status}\n\n"
        f"--b\nContent-Type: {kind}\n\n{returned}\n--b--\n"
    ).encode()
