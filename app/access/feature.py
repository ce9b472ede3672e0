"""What access brings: accounts, roles, signing in, delegation."""

from app.access import models
from app.access.invariants import INVARIANTS
from app.access.jobs import JOBS
from app.access.messages import MESSAGES
from app.access.queries.kept import KEPT
from app.access.queries.pages import ACCOUNTS, DELEGATIONS, person_page
from app.access.queries.roles import access_keepers, role_names
from app.access.sentences import KEEPING, TRAIL
from app.access.settings import SETTINGS
from app.access.tiles import TILES
from app.audit import queries as audit
from app.core.feature import Entry, Feature, Named, Permission
from app.core.text import N_
from app.organisation.queries import bodies

FEATURE = Feature(
    name="access",
    blueprint=Named("app.access.views:blueprint"),
    init=Named("app.access.views:init"),
    models=(models,),
    settings=SETTINGS,
    roles={
        "clerk": N_("Clerk"),
        "leader": N_("Leader"),
        "unit_head": N_("Unit head"),
        "officer": N_("Officer"),
        "administrator": N_("Administrator"),
        "counter": N_("Counter officer"),
    },
    permissions=(
        Permission(
            "access.manage",
            N_("Keep accounts, roles and delegations"),
            ("administrator",),
            keeps_system=True,
        ),
    ),
    trail=(TRAIL, KEEPING),
    answers={
        bodies.roles: role_names,
        bodies.access_keepers: access_keepers,
        audit.person_page: person_page,
    },
    navigation=(
        Entry(
            label=N_("Accounts"),
            endpoint="access.index",
            permissions=("access.manage",),
            icon="person-badge",
            section="administration",
            place=20,
            in_bar=True,
        ),
        Entry(
            label=N_("Roles"),
            endpoint="access.matrix",
            permissions=("access.manage",),
            icon="person-check",
            section="administration",
            place=30,
        ),
        Entry(
            label=N_("Delegations"),
            endpoint="access.all_delegations",
            permissions=("access.manage",),
            icon="person-lines-fill",
            section="administration",
            place=40,
        ),
    ),
    commands=(Named("app.access.commands:reset_password"),),
    tiles=TILES,
    messages=MESSAGES,
    jobs=JOBS,
    invariants=INVARIANTS,
    lists=(ACCOUNTS, DELEGATIONS, KEPT),
    exports={"access.index": Named("app.access.presenters.export:EXPORT")},
)
