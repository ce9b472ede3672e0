"""Who may look at procedures, and who keeps them: they are public, the same for all agencies."""

READ, MANAGE = "procedures.read", "procedures.manage"
