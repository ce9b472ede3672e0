"""How e-mails and text messages leave."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from app.core import clock
from app.core.feature import Breach, Found, Invariant, Watching
from app.core.text import N_
from app.messages import queries
from app.messages.gateways import descriptions_of
from app.messages.gateways.description import Description, Unusable
from app.messages.rules import GatewayHealth

WAITS_AT_MOST = timedelta(minutes=15)
REFUSED_LATELY = timedelta(days=30)


def _sms(watching: Watching) -> Found:
    """Each gateway in the order of its description; what none of them has taken for long."""
    try:
        described = list(descriptions_of(watching.engines.settings))
    except Unusable as failure:
        return Found.of([Breach(words="%(problems)s", values={"problems": str(failure)})])
    count, since = queries.waiting(watching.session, clock.now() - WAITS_AT_MOST)
    breaches = list(_gateways(watching.session, described))
    if since is not None:
        told = {"messages": count}
        words = N_("E-mails and texts that wait for more than a quarter of an hour: %(messages)s")
        breaches.append(Breach(words=words, values=told, since=since.isoformat()))
    note = (
        "%(gateways)s" if described else N_("no gateway is set: messages are kept on the page SMS")
    )
    names = ", ".join(one.name for one in described)
    return Found.of(breaches, note=note, values={"gateways": names})


def _gateways(session: Session, described: Iterable[Description]) -> Iterator[Breach]:
    found = list(described)
    known = queries.health_of_gateways(session, {one.name for one in found if one.report})
    for one in found:
        health = known.get(one.name, GatewayHealth())
        if words := health.trouble(clock.now()):
            yield Breach(words=words, values=health.values(one.name))


def _refused(watching: Watching) -> Found:
    """Whose last text to the number that stands with them was sent in vain."""
    refused = queries.refused_texts(watching.session, clock.now() - REFUSED_LATELY)
    return Found.of(
        [
            Breach(
                words=N_("%(name)s, %(address)s: %(error_word)s"),
                values={"name": one.name, "address": one.address, "error_word": one.error},
                person_id=one.person_id,
                since=one.at.isoformat(),
            )
            for one in refused
        ]
    )


def _mail(watching: Watching) -> Found:
    """Each person to whom no e-mail is sent any more."""
    breaches = [
        Breach(
            words="%(email)s: %(said)s",
            values={"email": one.email, "said": one.said},
            person_id=one.id,
            since=one.since.isoformat(),
        )
        for one in queries.refusing_mail(watching.session)
    ]
    return Found.of(breaches)


INVARIANTS = (
    Invariant(
        name="messages.numbers_take_texts",
        words=N_("Telephone numbers of people take what is sent to them"),
        hurts=N_("The person: they hear nothing by this way until it is put right."),
        check=_refused,
        every=timedelta(hours=1),
    ),
    Invariant(
        name="messages.sms_leaves",
        words=N_("E-mails and text messages leave: every gateway takes them, and none waits"),
        hurts=N_("Whoever is to hear at once: messages are late, or go through another gateway."),
        check=_sms,
        opens="messages.sms",
    ),
    Invariant(
        name="messages.mail_arrives",
        words=N_("E-mails arrive: no address of anybody sends them back"),
        hurts=N_("Whoever is told of their work by e-mail: none is sent there any more."),
        check=_mail,
        opens="access.index",
    ),
)
