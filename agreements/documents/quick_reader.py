"""Reads a signed PDF as pyHanko does, and says the same of it; only the tables of contents are read once, not per object.

Objects of a PDF lie packed in containers. The library reads a container's table of contents anew for every single
object, which is most of the time that checking a signature takes.
"""

from io import BytesIO
from typing import NoReturn

from pyhanko.pdf_utils import generic, misc
from pyhanko.pdf_utils.decode_limits import DecodePurpose
from pyhanko.pdf_utils.reader import PdfFileReader

Contents = tuple[bytes, tuple[tuple[int, int], ...]]


class QuickReader(PdfFileReader):
    """A strict reader that remembers where the objects of a container begin."""

    def __init__(self, stream: BytesIO) -> None:
        """Read the tables of a file; raises PdfReadError, whatever is wrong with it."""
        self._containers: dict[int, tuple[generic.StreamObject, Contents]] = {}
        super().__init__(stream, strict=True)

    def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> generic.PdfObject:
        """Return an object of a container, which must be at its place there; called by the library."""
        container = generic.Reference(stmnum, 0, self).get_object()
        if not isinstance(container, generic.StreamObject) or container["/Type"] != "/ObjStm":
            _refuse("An object is said to be in a container that is none.")
        data, places = self._contents(stmnum, container)
        if not 0 <= idx < len(places):
            _refuse("Object stream does not contain index.")
        # the library takes the first entry with the number, and wants it to be the one that the file names
        if next(place for place, (number, _) in enumerate(places) if number == idnum or place == idx) != idx:
            _refuse("Object is in wrong index.")
        number, begin = places[idx]
        if number != idnum:
            _refuse("Object not found in stream.")
        stream = BytesIO(data)
        stream.seek(begin)
        try:
            found: generic.PdfObject = generic.read_object(stream, generic.Reference(idnum, 0, self))
        except (misc.PdfStreamError, misc.PdfReadError) as error:
            raise misc.PdfStrictReadError(f"Can't read object stream: {error}") from error
        if isinstance(found, (generic.StreamObject, generic.IndirectObject)):
            _refuse("Encountered forbidden object type in object stream.")
        return found

    def _contents(self, number: int, container: generic.StreamObject) -> Contents:
        """Return a container's bytes, and number and place of each object in it."""
        kept = self._containers.get(number)
        if kept is not None and kept[0] is container:
            return kept[1]
        data: bytes = container.read_data(DecodePurpose.OBJECT_STREAM)
        first, count = int(container["/First"]), int(container["/N"])
        stream, places = BytesIO(data), []
        for _ in range(count):
            places.append((_number(stream), first + _number(stream)))
        contents = data, tuple(places)
        self._containers[number] = container, contents
        return contents


def _number(stream: BytesIO) -> int:
    misc.read_non_whitespace(stream, seek_back=True)
    try:
        return int(generic.NumberObject.read_from_stream(stream))
    except ValueError as error:
        raise misc.PdfStrictReadError("Object stream header possibly corrupted") from error


def _refuse(sentence: str) -> NoReturn:
    raise misc.PdfStrictReadError(sentence)
