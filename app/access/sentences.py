"""What the trail says of each action of this feature."""

from app.core.feature import Trail
from app.core.text import N_

TRAIL = Trail(
    "access",
    N_("Signing in, accounts, roles, delegations"),
    {
        "access.signed_in": N_("%(actor)s signed in from %(address)s"),
        "access.signed_out": N_("%(actor)s signed out at %(address)s"),
        "access.signed_out_everywhere": N_("%(actor)s ended all their sessions"),
        "access.sign_in_failed": N_("A wrong password for %(name)s came from %(address)s"),
        "access.locked": N_(
            "Signing in as %(name)s was locked for 15 minutes"
            " after wrong passwords from %(address)s"
        ),
        "access.password_changed": N_("%(actor)s changed their password"),
        "access.post_chosen": N_("%(actor)s began to work as %(title)s, %(agency)s"),
        "access.delegation_given": N_(
            "%(actor)s delegated the post %(title)s of %(giver)s to %(receiver)s"
            " from %(starts_on)s to %(ends_on)s (%(scope_word)s)"
        ),
        "access.delegation_revoked": N_(
            "%(actor)s ended the delegation of the post %(title)s of %(giver)s to %(receiver)s"
        ),
    },
)
KEEPING = Trail(
    TRAIL.code,
    TRAIL.words,
    {
        "access.account_created": N_(
            "%(actor)s made the account %(user_name)s for %(name)s, with a one-time password"
        ),
        "access.account_renamed": N_(
            "%(actor)s changed the user name of %(name)s from %(old)s to %(user_name)s"
        ),
        "access.password_reset": N_("%(actor)s gave %(name)s a new one-time password"),
        "access.unlocked": N_("%(actor)s unlocked the account of %(name)s"),
        "access.account_disabled": N_("%(actor)s put the account of %(name)s out of use"),
        "access.account_enabled": N_("%(actor)s put the account of %(name)s into use again"),
        "access.sessions_ended": N_("%(actor)s ended all sessions of %(name)s"),
        "access.permission_granted": N_(
            "%(actor)s allowed the role %(role_word)s: %(permission_word)s"
        ),
        "access.permission_withdrawn": N_(
            "%(actor)s took from the role %(role_word)s: %(permission_word)s"
        ),
    },
    right="access.manage",
)
