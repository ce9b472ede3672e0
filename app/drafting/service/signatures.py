"""The block printed above and below a signature: of the planned signer, and of who really signs."""

from sqlalchemy.orm import Session

from app.core.policy import Actor, HeldPost
from app.drafting.models import DraftVersion
from app.drafting.rules.content import SignatureBlock, Wording, authority_of
from app.organisation.queries import signature_lines
from app.organisation.queries.bodies import holder_name


def authority_in(version: DraftVersion) -> str:
    """In whose authority this version decides; empty where it is no decision."""
    wording = Wording.from_json(version.fields) if version.fields is not None else None
    return authority_of(version.details["type_code"], wording)


def planned_block(session: Session, post_id: int | None, authority: str) -> SignatureBlock:
    """The block of the holder of this post; empty while no signer is chosen."""
    holder = holder_name(session, post_id) if post_id is not None else None
    if post_id is None or holder is None:
        return SignatureBlock()
    return SignatureBlock(signature_lines(session, post_id, authority=authority), holder)


def actual_block(
    session: Session, actor: Actor, post: HeldPost | None, authority: str
) -> SignatureBlock:
    """The block of the person at work: in their own post, or in their own post for another's.

    Somebody authorised who holds no post of the agency signs in the giver's post alone.
    """
    if post is None:
        return SignatureBlock()
    own = next((held for held in actor.posts if not held.is_delegated), None)
    signs_in, acts_for = post.post_id, None
    if post.is_delegated and own is not None:
        signs_in, acts_for = own.post_id, post.post_id
    return SignatureBlock(signature_lines(session, signs_in, acts_for, authority), actor.name)
