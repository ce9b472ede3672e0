"""The block printed above and below a signature: of the planned signer, and of who really signs."""

from sqlalchemy.orm import Session

from app.core.policy import Actor, HeldPost
from app.drafting.rules.content import SignatureBlock
from app.organisation.models import Person, Post
from app.organisation.queries import signature_lines


def planned_block(session: Session, post_id: int | None) -> SignatureBlock:
    """The block of the holder of this post; empty while no signer is chosen."""
    post = session.get(Post, post_id) if post_id is not None else None
    if post is None:
        return SignatureBlock()
    person = session.get_one(Person, post.person_id)
    return SignatureBlock(signature_lines(session, post.id), person.name)


def actual_block(session: Session, actor: Actor, post: HeldPost | None) -> SignatureBlock:
    """The block of the person at work: in their own post, or in their own post for another's.

    Somebody authorised who holds no post of the agency signs in the giver's post alone.
    """
    if post is None:
        return SignatureBlock()
    if not post.is_delegated:
        return SignatureBlock(signature_lines(session, post.post_id), actor.name)
    own = next((held for held in actor.posts if not held.is_delegated), None)
    if own is None:
        return SignatureBlock(signature_lines(session, post.post_id), actor.name)
    return SignatureBlock(signature_lines(session, own.post_id, post.post_id), actor.name)
