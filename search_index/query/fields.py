"""Names of fields before a colon: in Vietnamese without blanks, and in English."""

SINCE, UNTIL, DAY = "since", "until", "day"
DOSSIER_CALLED = "dossier_called"
"""No document has this fact: who asks puts those dossiers in its place that the reader may open."""

_TEXTS = {
    "reference": "so số sokyhieu number",
    "subject": "trichyeu subject title",
    "issuer": "coquan noigui issuer",
    "people": "nguoi người person",
    "body": "noidung content",
}
_FACTS = {
    "type": "loai loại type",
    "signer": "nguoiky signer",
    "handler": "nguoixuly handler",
    DOSSIER_CALLED: "hoso dossier",
    "state": "trangthai state",
    "urgency": "dokhan urgency",
    "unit": "donvi unit",
    "direction": "huong direction",
}
_DAYS = {SINCE: "tu từ from since", UNTIL: "den đến to until", DAY: "ngay ngày date"}


def _by_name(names: dict[str, str]) -> dict[str, str]:
    return {name: field for field, written in names.items() for name in written.split()}


TEXT_FIELDS, FACT_FIELDS, DAY_FIELDS = map(_by_name, (_TEXTS, _FACTS, _DAYS))
"""What is typed, to the field of `ranking.FIELDS`, the name of a fact, or the bound of days."""

FIELD_NAMES = TEXT_FIELDS | FACT_FIELDS | DAY_FIELDS
