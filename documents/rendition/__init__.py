"""Showing files: as PDF, as pictures of pages, as plain HTML."""

from documents.rendition.converter import (
    ConversionFailed,
    ConversionUnavailable,
    Converter,
    NoConverter,
)
from documents.rendition.html import docx_to_html
from documents.rendition.libreoffice import LibreOffice
from documents.rendition.pages import (
    NoSuchPage,
    image_preview,
    page_count,
    page_image,
    picture_type,
)

__all__ = [
    "ConversionFailed",
    "ConversionUnavailable",
    "Converter",
    "LibreOffice",
    "NoConverter",
    "NoSuchPage",
    "docx_to_html",
    "image_preview",
    "page_count",
    "page_image",
    "picture_type",
]
