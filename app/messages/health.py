"""How text messages leave."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.core import clock
from app.core.feature import Health
from app.core.installation import Engines
from app.core.text import N_
from app.messages import queries
from app.messages.gateways import descriptions_of
from app.messages.gateways.description import Description, Unusable
from app.messages.rules import GatewayHealth

_NAME, _GIVES = N_("SMS gateway"), N_("urgent messages to telephones")


def health(engine: Engine, engines: Engines) -> Iterable[Health]:
    """Each gateway in the order of its description, and whether another goes first now."""
    try:
        described = descriptions_of(engines.settings)
    except Unusable as failure:
        yield Health(_NAME, False, _GIVES, "%(problems)s", values={"problems": str(failure)})
        return
    if not described:
        yield Health(_NAME, False, _GIVES, N_("not set: messages are kept on the page /admin/sms"))
        return
    with Session(engine) as session:
        yield from _gateways(session, described)


def _gateways(session: Session, described: Iterable[Description]) -> Iterator[Health]:
    found = list(described)
    known = queries.health_of_gateways(session, {one.name for one in found if one.report})
    errors = queries.errors_of_gateways(session)
    for place, one in enumerate(found):
        health = known.get(one.name, GatewayHealth())
        values = {"name": one.name, "url": one.url, "error": errors.get(one.name, "")}
        yield Health(
            _NAME, not health.is_unwell(clock.now()), _GIVES, _note(place, health), values=values
        )


def _note(place: int, health: GatewayHealth) -> str:
    if health.is_unwell(clock.now()):
        if health.unreported:
            return N_("%(name)s: what it took does not arrive; another is asked first")
        return N_("%(name)s: does not take messages (%(error)s); asked again within five minutes")
    return N_("%(name)s, %(url)s") if place == 0 else N_("%(name)s, %(url)s, stands by")
