"""Pure rules of drafting: the circuit, what a letter says, its layout, what is proposed."""
