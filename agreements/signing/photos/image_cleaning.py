"""Re-encoding of uploaded images, which drops all metadata (place, time, camera, edits)."""

from io import BytesIO

from PIL import Image, ImageOps

from agreements.errors import ActionRefused
from agreements.files import store

JPEG = "image/jpeg"
FORMATS = ("JPEG", "PNG")
MAX_PIXELS = 50_000_000  # a small file can decompress to fill the memory
MAX_EDGE = 2400
QUALITY = 88
UNREADABLE = (
    OSError,
    SyntaxError,
    ValueError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def reencoded(data: bytes) -> bytes:
    """Return an image as upright JPEG without metadata, at most 2400 pixels long. Raises ActionRefused."""
    if store.check_upload(data) == "application/pdf":
        raise ActionRefused("Ein Foto ist eine PNG- oder JPEG-Datei, keine PDF. Es wurde nichts gespeichert.")
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise ActionRefused(
                    f"Das Bild hat mehr als {MAX_PIXELS // 1_000_000} Millionen Bildpunkte. Verkleinern Sie es und "
                    "versuchen Sie es erneut. Es wurde nichts gespeichert."
                )
            return _encode(opened)
    except UNREADABLE as error:
        raise ActionRefused(
            "Die Datei lässt sich nicht als Bild lesen; vielleicht ist sie unvollständig. Es wurde nichts gespeichert."
        ) from error


def _encode(opened: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(opened).convert("RGBA")
    upright.thumbnail((MAX_EDGE, MAX_EDGE))
    clean = Image.new("RGB", upright.size, "white")  # a new image takes over no metadata
    clean.paste(upright, mask=upright)
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
