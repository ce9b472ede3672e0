"""The parts of a package: what of them is no part of the letter, and what says who made it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as TYPES
from docx.opc.oxml import serialize_part_xml
from docx.opc.part import Part, XmlPart
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from documents.settling.hidden import remove_embedded
from documents.settling.tree import remove

#: Files in the file, by the end of their relationship's type: objects, the workbook of a chart,
#: whole documents that Word would take in, what runs.
FOREIGN = ("/oleObject", "/package", "/aFChunk", "/subDocument", "/control", "/vbaProject")
#: What of the package itself goes with a letter.
_OF_PACKAGE = (TYPES.OFFICE_DOCUMENT, TYPES.CORE_PROPERTIES)
#: What hangs on a part and is told of nobody's page: who wrote, from where, and in which program.
_OF_AUTHORS = (
    *("/comments", "/commentsExtended", "/commentsIds", "/commentsExtensible", "/people"),
    *("/documenttasks", "/attachedTemplate", "/customXml", "/printerSettings"),
    *("/glossaryDocument", "/mailMergeSource", "/mailMergeHeaderSource"),
    *("/mailMergeRecipientData", "/recipientData", "/stylesWithEffects"),
    *("/keyMapCustomizations", "/attachedToolbars"),
)
_LEFT_BY_AUTHORS = tuple(
    qn(f"w:{name}")
    for name in (
        *("rsids", "rsid", "trackRevisions", "attachedTemplate", "docVars", "mailMerge"),
        *("permStart", "permEnd", "printerSettings"),
    )
)
_ID = "docId"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_EXTERNAL_DATA = "{http://schemas.openxmlformats.org/drawingml/2006/chart}externalData"


def foreign_relations(document: Any) -> Iterator[tuple[Part, Any]]:
    """What lies in the document beside its own parts, or is fetched from elsewhere when opened."""
    for part in list(document.part.package.iter_parts()):
        for relation in list(part.rels.values()):
            fetched = relation.is_external and relation.reltype.endswith("/image")
            if relation.reltype.endswith(FOREIGN) or fetched:
                yield part, relation


def remove_foreign(document: Any) -> None:
    """Leave of what is embedded or fetched the picture that pages show of it, if any."""
    found = list(foreign_relations(document))
    for part, relation in found:
        del part.rels[relation.rId]
        if isinstance(part, XmlPart):
            remove_embedded(part.element)
            for node in part.element.iter("{*}*"):
                for name, value in node.attrib.items():
                    if name.startswith(_RELATION) and value == relation.rId:
                        del node.attrib[name]
        elif part.content_type.endswith("+xml"):
            root = parse_xml(part.blob)
            for node in list(root.iter(_EXTERNAL_DATA)):
                remove(node)
            part._blob = serialize_part_xml(root)


def forget_authors(package: Any, moment: datetime, *, title: str = "", author: str = "") -> None:
    """Leave nothing that says who wrote this, with what, from which other file; date it truly.

    `author` is the agency whose program laid it out, if it was laid out here.
    """
    for rid, relation in list(package.rels.items()):
        if relation.reltype not in _OF_PACKAGE:
            del package.rels[rid]
    for part in list(package.iter_parts()):
        for rid, relation in list(part.rels.items()):
            if relation.reltype.endswith(_OF_AUTHORS):
                del part.rels[rid]
        if isinstance(part, XmlPart):
            _forget_in(part.element)
    properties = package.core_properties
    for said in list(properties._element):
        remove(said)
    properties.title, properties.author = title[:255], author[:255]
    properties.created = properties.modified = moment.replace(microsecond=0)


def _forget_in(root: Any) -> None:
    for node in list(root.iter(*_LEFT_BY_AUTHORS)):
        remove(node)
    for node in list(root.iter("{*}*")):
        if _local(node.tag) == _ID:
            remove(node)
        for name in [name for name in node.attrib if _local(name).startswith("rsid")]:
            del node.attrib[name]


def _local(name: str) -> str:
    return name.rpartition("}")[2]
