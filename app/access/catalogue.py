"""Every permission of the office by name, and what each of the five given roles may do."""

from app.core.text import N_

PERMISSIONS: dict[str, str] = {
    "desk.read": N_("Open one's own desk"),
    "documents.read": N_("Open documents given to oneself or to one's unit"),
    "documents.read_agency": N_("Open every document of the agency"),
    "incoming.register": N_("Register incoming documents, accept or refuse deliveries"),
    "incoming.close": N_("Close incoming documents"),
    "assignments.direct": N_("Write directives and give out work in the agency"),
    "assignments.work": N_("Hold lines of work, pass them on, return and finish them"),
    "drafts.write": N_("Draft documents"),
    "drafts.approve": N_("Review, initial and give opinions on drafts"),
    "drafts.sign": N_("Sign documents"),
    "outgoing.issue": N_("Number and issue documents, recall and replace them"),
    "registers.print": N_("Open and print registers"),
    "registers.manage": N_("Keep number series; reserve and void numbers"),
    "dossiers.keep": N_("Keep dossiers"),
    "search.use": N_("Search"),
    "audit.read": N_("Read the audit trail of the agency"),
    "organisation.manage": N_("Keep agencies, units, persons, posts and the calendar"),
    "access.manage": N_("Keep accounts, roles and delegations"),
    "system.watch": N_("Watch the outbox, SMS and parts of the system"),
}

ADMINISTRATION = frozenset({"organisation.manage", "access.manage", "system.watch"})
"""What keeps the system itself: no form of it is kept while somebody signs in."""

_EVERYONE = frozenset({"desk.read", "documents.read", "search.use", "dossiers.keep"})
_HANDLING = _EVERYONE | {"assignments.work", "drafts.write", "drafts.approve"}

ROLES: dict[str, tuple[str, frozenset[str]]] = {
    "clerk": (
        N_("Clerk"),
        _HANDLING
        | {"documents.read_agency", "incoming.register", "incoming.close"}
        | {"outgoing.issue", "registers.print", "registers.manage"},
    ),
    "leader": (
        N_("Leader"),
        _HANDLING
        | {"documents.read_agency", "assignments.direct", "drafts.sign", "incoming.close"}
        | {"registers.print", "audit.read"},
    ),
    "unit_head": (N_("Unit head"), _HANDLING | {"drafts.sign"}),
    "officer": (N_("Officer"), _HANDLING),
    "administrator": (
        N_("Administrator"),
        frozenset({"desk.read", "organisation.manage", "access.manage", "system.watch"})
        | {"registers.manage", "audit.read"},
    ),
}
"""An administrator keeps the system but reads no document (clerical-law, part 8.3)."""
