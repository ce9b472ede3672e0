"""Reading XML from strangers: no entities, no network, no document type."""

from typing import Any

from lxml import etree


class BadXml(ValueError):
    """The bytes are not XML that a document may hold."""


def parse_xml(content: bytes) -> Any:
    """Parse one part of a package and give its root element; raise BadXml."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadXml(str(error)) from error
    # ECMA-376 forbids a document type; in real files it appears only as an attack.
    if root.getroottree().docinfo.doctype:
        raise BadXml("document type declared")
    return root
