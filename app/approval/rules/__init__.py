"""Pure rules of approval: whose turn it is, who is proposed to be asked."""
