"""Facts of an agreement as XML for records systems, described by schema/metadaten.xsd."""

import dataclasses
from datetime import date, datetime
from pathlib import Path

from lxml import etree
from msgspec import UNSET

from agreements.dossier.bundle.facts import SCHEMA, AgreementFacts

NAMESPACE = f"urn:mitwirkung:vertragsakte:{SCHEMA}"
SCHEMAS = Path(__file__).parent / "schema"
ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535), "�")


def write_xml(facts: AgreementFacts) -> bytes:
    """Return the facts as XML: one element per field in its order, tuples as `item` elements."""
    root = etree.Element(f"{{{NAMESPACE}}}agreement", nsmap={None: NAMESPACE})
    _fill(root, facts)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def xml_faults(data: bytes) -> list[str]:
    """Return the messages of the schema validator, none if the file is valid."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        document = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return [str(error)]
    schema = etree.XMLSchema(etree.parse(SCHEMAS / "metadaten.xsd"))
    schema.validate(document)
    return [str(fault.message) for fault in schema.error_log]


def _fill(element: etree._Element, value: object) -> None:
    if not isinstance(value, type) and dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            part = getattr(value, field.name)
            if part is not None and part is not UNSET:
                _fill(etree.SubElement(element, f"{{{NAMESPACE}}}{field.name}"), part)
    elif isinstance(value, tuple):
        for item in value:
            _fill(etree.SubElement(element, f"{{{NAMESPACE}}}item"), item)
    else:
        element.text = _text(value)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | datetime):
        return value.isoformat()
    return str(value).translate(ILLEGAL)
