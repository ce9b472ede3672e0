"""What `WhooshBackend` is made of. Importing the modules here loads Whoosh."""
