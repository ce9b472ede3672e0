"""How text messages leave."""

from collections.abc import Iterable

from sqlalchemy import Engine

from app.core.feature import Health
from app.core.installation import Engines
from app.core.text import N_


def health(_engine: Engine, engines: Engines) -> Iterable[Health]:
    url = engines.settings.sms_url
    note = url or N_("not set: messages are kept on the page /admin/sms")
    yield Health(N_("SMS gateway"), bool(url), N_("urgent messages to telephones"), note)
