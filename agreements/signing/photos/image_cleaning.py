"""Pictures as they are kept: drawn anew, so that nothing comes along that nobody sees (place, time, camera, edits)."""

from io import BytesIO

from PIL import Image, ImageOps

from agreements.errors import ActionRefused
from agreements.files import store

JPEG = "image/jpeg"
FORMATS = ("JPEG", "PNG")
MOST_PIXELS = 50_000_000  # beyond this a small file can fill the memory
LONGEST_EDGE = 2400
QUALITY = 88
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def redrawn(data: bytes) -> bytes:
    """Return an uploaded picture as JPEG without any metadata, upright, at most 2400 pixels long. Raises Refused."""
    if store.check_upload(data) == "application/pdf":
        raise ActionRefused("Ein Foto ist eine PNG- oder JPEG-Datei, keine PDF. Es wurde nichts gespeichert.")
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise ActionRefused(
                    f"Das Bild hat mehr als {MOST_PIXELS // 1_000_000} Millionen Bildpunkte. Verkleinern Sie es und "
                    "versuchen Sie es erneut. Es wurde nichts gespeichert."
                )
            return _drawn(opened)
    except UNREADABLE as error:
        raise ActionRefused(
            "Die Datei lässt sich nicht als Bild lesen; vielleicht ist sie unvollständig. Es wurde nichts gespeichert."
        ) from error


def _drawn(opened: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    clean = Image.new("RGB", upright.size, "white")  # a picture of its own takes no metadata over
    clean.paste(upright, mask=upright)
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
