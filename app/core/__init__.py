"""What every feature stands on: database, time, errors, outbox. No Flask here."""
