"""What moves bring: handing over what people and units hold."""

from app.core.feature import Feature, Named
from app.moves import models
from app.moves.messages import MESSAGES
from app.moves.sentences import TRAIL

FEATURE = Feature(
    name="moves",
    blueprint=Named("app.moves.views:blueprint"),
    models=(models,),
    on_holder=Named("app.moves.presenters:on_holder"),
    trail=(TRAIL,),
    messages=MESSAGES,
)
