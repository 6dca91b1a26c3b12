"""Re-encoding of uploaded images, which drops all metadata (place, time, camera, edits)."""

from agreements.errors import ActionRefused
from agreements.files import uploads
from agreements.files.preview.sandbox import DrawingFailedError, UnreadableError, draw_page

MAX_EDGE = 2400


def reencoded(data: bytes) -> uploads.Upload:
    """Return an image as upright JPEG without metadata, at most 2400 pixels long. Raises ActionRefused."""
    sent = uploads.examine(data, types=uploads.PICTURE_TYPES)
    try:
        image = draw_page(data, sent.media_type, 1, longest_edge=MAX_EDGE)
    except (UnreadableError, DrawingFailedError) as error:
        raise ActionRefused(
            "Das Bild lässt sich zurzeit nicht neu zeichnen. Es wurde nichts gespeichert. Versuchen Sie es noch einmal."
        ) from error
    return uploads.Upload(image, "image/jpeg", 1)
