"""Who may open what in the prepared office: plain data, to be read by people.

A person who is not named beside a thing must not learn that it is there: 404 at every address
that bears its number. Rights by role come first: without the route's permission it is 403.
"""

from collections.abc import Mapping

from app.core import clock

LEADERS = "clerk leader deputy"
"""They read everything of their agency."""
CULTURE = "head standin"
"""The head of the unit that leads, and whoever stands in for them by a running delegation."""
ALL_AT_HOME = (
    "clerk leader deputy head officer second_officer economy_head economy_officer standin "
    "former_standin stranger counter"
)
EVERYBODY = f"{ALL_AT_HOME} other_clerk other_leader other_officer admin"

DOCUMENTS = {
    "registered": LEADERS,  # given to nobody yet: no relation but the agency's
    "directed": f"{LEADERS} {CULTURE} second_officer",  # to their unit; second_officer to know
    "answered": f"{LEADERS} {CULTURE} officer",  # a line passed on; an opinion opens only a draft
    "passed_on": f"{LEADERS} economy_head economy_officer",  # another unit's line, and one below
    "closed": LEADERS,
    "out_signed": f"{LEADERS} {CULTURE} officer",  # its drafter, and the head of their unit
    "out_issued": f"{LEADERS} {CULTURE} officer",
    "out_recalled": f"{LEADERS} {CULTURE} officer",
    "of_other": "other_clerk other_leader",
    "delivered": "other_clerk other_leader",  # the copy of out_issued at its receiver
}
DRAFTS = {
    "begun": f"{CULTURE} second_officer",  # its author, the head of the author's unit
    "circulating": f"{CULTURE} officer economy_head leader",  # asked for an opinion, and to sign
    "signed": f"{LEADERS} {CULTURE} officer",  # an official document from here on
    "issued": f"{LEADERS} {CULTURE} officer",
    "recalled": f"{LEADERS} {CULTURE} officer",
    "of_other": "other_officer",
}
DOSSIERS = {
    "of_officer": f"{LEADERS} {CULTURE} officer",  # its owner, the owner's head, who reads all
    "of_other": "other_officer other_clerk other_leader",
}
REQUESTS = {
    "out_recalled": f"{LEADERS} {CULTURE} officer",  # who asked, the asker's head, who reads all
}
OF_A_DOCUMENT = {name: DOCUMENTS[name] for name in ("directed", "answered", "passed_on")}
BELOW = {"answered_below": DOCUMENTS["answered"], "passed_on_below": DOCUMENTS["passed_on"]}

RELATIONS: Mapping[str, Mapping[str, str]] = {
    "document": DOCUMENTS,
    # An answer that whoever asked entered: whoever reads the question. Who was asked, and is no
    # more, had given nothing.
    "record": DOCUMENTS | {"of_answer": REQUESTS["out_recalled"]},
    "file": DOCUMENTS | {"of_answer": REQUESTS["out_recalled"]},
    "document file": DOCUMENTS,
    "recipient": {name: DOCUMENTS[name] for name in ("out_issued", "out_recalled")},
    "line": OF_A_DOCUMENT | BELOW,
    "directive": OF_A_DOCUMENT | BELOW,
    "draft": DRAFTS,
    "draft's record": DRAFTS,
    "attachment": DRAFTS,
    "dossier": DOSSIERS,
    "request": {name: REQUESTS[name] for name in ("out_recalled",)},
    "asked line": {name: REQUESTS[name] for name in ("out_recalled",)},
    "request answer": {name: REQUESTS[name] for name in ("out_recalled",)},
    "membership": {"of_officer": DOSSIERS["of_officer"]},
    "notice": {"of_head": "head"},
    "upload": {"of_clerk": "clerk", "of_officer": "officer"},
    "phrase": {"of_leader": ALL_AT_HOME, "of_head": "head"},
    "kept": {"of_officer": "officer"},  # what is typed is its typist's alone
    "view": {"of_leader": "leader", "of_head": "head"},
    # Whoever may open its page.
    "list": {"work": EVERYBODY.replace(" admin", "").replace(" counter", "")},
    "sms": {"failed": EVERYBODY},
    "alert": {"of_directed": DOCUMENTS["directed"]},
    "asked": {"of_directed": LEADERS},  # whoever keeps the call list
    "effect": {"failed": EVERYBODY},
    "invariant": {"work": EVERYBODY},
    # What everybody may know of the office; only the permission of the route counts.
    "agency": {"home": EVERYBODY},
    "unit": {"culture": EVERYBODY},
    "person": {"officer": EVERYBODY},
    "post": {"of_officer": EVERYBODY},
    "delegation": {"of_head": EVERYBODY},
    "absence": {"of_officer": EVERYBODY},
    # Who asked, who stands in, who decides, and who keeps the organisation.
    "leave": {"of_officer": "officer second_officer leader deputy head standin admin"},
    # Who moved, the head of their unit, whoever received, and who keeps the organisation.
    "handover": {"of_officer": "officer second_officer head standin admin"},
    "day": {"holiday": EVERYBODY},
    "usual due date": {"letters": EVERYBODY},
    "register": {"outgoing": f"{ALL_AT_HOME} admin", "of_other": "other_clerk other_leader"},
    "series": {"letters": f"{ALL_AT_HOME} admin", "of_other": "other_clerk other_leader"},
    "procedure": {"marriage": EVERYBODY},
    "case": {"in_agency": f"{LEADERS} counter"},  # and who sits at the counter of its shop
    "procedure version": {"draft": EVERYBODY, "in_force": EVERYBODY},
    "brought catalogue": {"of_admin": "admin"},  # whoever brought it
    "setting": {"soon": EVERYBODY},
    "setting value": {"coming": EVERYBODY},
    "taken": {"reserved": f"{ALL_AT_HOME} admin"},
}

MORE_READ = {
    # Who had answered sees their own answer, and why they are asked no more.
    "requests.show": {"out_recalled": "other_clerk other_leader"},
}
"""By endpoint: who stands in relation to one page, and to no other of its thing."""

KIND_OF_ARGUMENTS = {
    "absence_id": "absence",
    "agency_id": "agency",
    "answer_id": "request answer",
    "asked_line_id": "asked line",
    "alert_id": "alert",
    "attachment_id draft_id": "attachment",
    "case_id": "case",
    "catalogue_id": "brought catalogue",
    "delegation_id": "delegation",
    "directive_id": "directive",
    "document_id": "document",
    "document_id dossier_id": "membership",
    "document_id file_id": "document file",
    "document_id recipient_id": "recipient",
    "dossier_id": "dossier",
    "draft_id": "draft",
    "file_id": "file",
    "handover_id": "handover",
    "job_id": "effect",
    "kept_id": "kept",
    "key": "setting",
    "line_id": "line",
    "list_name": "list",
    "name": "invariant",
    "notice_id": "notice",
    "person_id": "person",
    "record_id": "record",
    "phrase_id": "phrase",
    "post_id": "post",
    "procedure_id": "procedure",
    "procedure_version_id": "procedure version",
    "register_id": "register",
    "request_id": "request",
    "leave_id": "leave",
    "row_id": "day",
    "series_id": "series",
    "sms_id": "sms",
    "taken_id": "taken",
    "target_id": "asked",
    "token": "upload",
    "unit_id": "unit",
    "usual_id": "usual due date",
    "value_id": "setting value",
    "view_id": "view",
}
"""The arguments of a route -> what they are the number of. A new route must find itself here."""

PARTS = {
    "kind": "xlsx",
    "number": 1,
    "page_number": 1,
    "picture": "van-ban",
    "reach": "phone",
    "said": "no",
    "status": 2,
    "what": "decide",
    "way": "off",
    "year": clock.today().year - 1,
}
"""Arguments that name a part of the thing: its first page, its first version, last year's book."""

UNGUESSABLE = {
    "urgent.confirm": "its code is drawn by lot, and only its hash is kept",
    "drafting.preview_page": "its key is the hash of what it shows",
    "messages.described_report": "its token is made from the secret key",
    "messages.received": "its token is made from the secret key",
    "messages.off": "its token is signed with the secret key",
}
SAYS_NOTHING = {"files.discard": 204}
"""What is already gone, or was never one's own, is simply not there afterwards either."""
HOLDS_NONE = tuple(
    f"files.{whose}_inside{what}" for whose in ("file", "upload") for what in ("", "_view", "_page")
)
"""Nothing lies in the files here: tests/integration/files/test_bundles.py has those that do."""
LEADS_ON = ("incoming.onward", "desk.record", "drafting.moved", "search.saved")
"""Pages that only lead to another one."""
DRAWN_THERE = ("of_answer",)
"""But for these, which have no page elsewhere."""
ONLY_INCOMING = ("incoming.",)
ONLY_OUTGOING = ("outgoing.", "drafting.correct")
