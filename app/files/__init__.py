"""Files on records: taken in, examined, hung on a record of any kind, read and shown."""
