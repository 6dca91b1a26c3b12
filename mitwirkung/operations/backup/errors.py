"""What stops a backup or its restoring."""


class BackupRefused(Exception):  # noqa: N818  a refusal is an answer, not an error of the program
    """Something is not as it must be; the message is a German sentence for who looks after the server."""
