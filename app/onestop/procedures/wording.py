"""What the codes of this room are called (message ids)."""

from app.core.text import N_
from app.onestop.procedures.inputs import (
    Certainty,
    Channel,
    Online,
    PaperKind,
    Pausing,
    Role,
    TemplateKind,
    Timing,
)
from app.onestop.procedures.rules.versions import Standing

CHANNELS = {
    Channel.COUNTER: N_("At the counter"),
    Channel.ONLINE: N_("On the national portal"),
    Channel.POST: N_("By public post"),
}
ONLINE = {
    Online.FULL: N_("Wholly on the portal"),
    Online.PARTIAL: N_("Partly on the portal"),
    Online.NONE: N_("Not on the portal"),
}
CERTAINTIES = {
    Certainty.ANSWERED: N_("checked by the agency"),
    Certainty.SEEN: N_("seen in a source"),
    Certainty.ASSUMED: N_("not checked yet"),
    Certainty.UNSURE: N_("not certain"),
}
PAPER_KINDS = {
    PaperKind.SUBMIT: N_("handed in"),
    PaperKind.SHOW: N_("shown"),
    PaperKind.COMPARE: N_("shown to be compared"),
}
TIMINGS = {
    Timing.INTAKE: N_("when handed in"),
    Timing.SUPPLEMENT: N_("when completed"),
    Timing.RETURN: N_("when collected"),
}
ROLES = {
    Role.COUNTER: N_("One-stop counter"),
    Role.HEAD: N_("Head of the unit"),
    Role.OFFICER: N_("Officer in charge"),
    Role.LEADER: N_("Leader of the agency"),
    Role.CLERK: N_("Clerk of the agency"),
    Role.AGENCY: N_("Another agency"),
    Role.TAX: N_("Tax office"),
}
PAUSES = {
    Pausing.NO: N_("the clock runs"),
    Pausing.AGENCY: N_("stands: another agency"),
    Pausing.PAYMENT: N_("stands: the citizen pays"),
    Pausing.TAX: N_("stands: round by the tax office"),
}
TEMPLATE_KINDS = {TemplateKind.RESULT: N_("Result"), TemplateKind.LETTER: N_("Letter")}
STANDINGS = {
    Standing.IN_FORCE: N_("In force"),
    Standing.COMING: N_("Not begun yet"),
    Standing.DRAFT: N_("Being written"),
    Standing.ENDED: N_("No longer in force"),
}
