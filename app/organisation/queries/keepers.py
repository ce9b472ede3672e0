"""Who can keep accounts and roles: there must always be somebody."""

from datetime import date

from sqlalchemy import and_, column, select, table
from sqlalchemy.orm import Session

from app.organisation.models import Post
from app.organisation.queries.directory import valid_on

KEEPING = "access.manage"

# Tables of the layer above; a change of posts must not go against them.
_role_permission = table("role_permission", column("role_code"), column("permission"))
_account = table("account", column("person_id"), column("disabled_at"))


def access_keepers(session: Session, day: date) -> set[int]:
    """Persons with an account in use and a post of their own that lets them keep access."""
    rows = (
        select(Post.person_id)
        .join(
            _role_permission,
            and_(
                _role_permission.c.role_code == Post.role_code,
                _role_permission.c.permission == KEEPING,
            ),
        )
        .join(_account, _account.c.person_id == Post.person_id)
        .where(valid_on(Post, day), _account.c.disabled_at.is_(None))
    )
    return set(session.scalars(rows))
