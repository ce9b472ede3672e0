"""Mails as files, Outlook's and all others: what they say, and the files that came with them."""
