"""Asks for the seal and the time before somebody needs them: is the key there, until when do the certificates hold?"""

import asyncio
import hashlib
from datetime import datetime, timedelta

from asn1crypto import cms, x509
from django.conf import settings
from django.utils import timezone
from pyhanko.sign.general import extract_certificate_info
from pyhanko.sign.timestamps import HTTPTimeStamper, TimestampRequestError

from agreements.job_choices import WatchedService
from agreements.models import ServiceCheck
from agreements.sealing import wording
from agreements.sealing.key_providers import SECONDS, seal_key, subject_name
from agreements.sealing.keys import NotSealedError
from agreements.service_checks import note_check

STAMP_EVERY = timedelta(days=1)  # stamps may cost money
DIGEST = "sha256"


def check_seal(*, at: datetime) -> None:
    """Read the seal's certificate; ask for a time stamp once a day, and again an hour after none came."""
    try:
        certificate: x509.Certificate = seal_key().signing_cert
        note_check(
            WatchedService.SEAL,
            at=at,
            name=subject_name(certificate),
            expires_at=certificate.not_valid_after,
        )
    except NotSealedError as error:
        note_check(WatchedService.SEAL, at=at, problem=str(error))
    last = ServiceCheck.objects.filter(service=WatchedService.TIME_STAMP).first()
    if last is None or last.problem or last.checked_at <= at - STAMP_EVERY:
        _check_time_stamp(at)


def _check_time_stamp(at: datetime) -> None:
    if not settings.TIME_STAMP_URL:
        note_check(WatchedService.TIME_STAMP, at=at, problem=wording.NO_CLOCK)
        return
    clock = HTTPTimeStamper(settings.TIME_STAMP_URL, timeout=SECONDS)
    try:
        token = asyncio.run(clock.async_timestamp(hashlib.sha256(b"MitWirkung").digest(), DIGEST))
        told_at, certificate = _read(token)
    except (TimestampRequestError, OSError, ValueError, LookupError):
        note_check(WatchedService.TIME_STAMP, at=at, problem=wording.NO_TIME_STAMP)
        return
    note_check(
        WatchedService.TIME_STAMP,
        at=timezone.now(),  # to be compared with what the service said just now
        name=subject_name(certificate),
        told_at=told_at,
        expires_at=certificate.not_valid_after,
    )


def _read(token: cms.ContentInfo) -> tuple[datetime, x509.Certificate]:
    """Return the time of a stamp and the certificate of its signer. Raises ValueError or LookupError."""
    signed = token["content"]
    told_at: datetime = signed["encap_content_info"]["content"].parsed["gen_time"].native
    return told_at, extract_certificate_info(signed).signer_cert
