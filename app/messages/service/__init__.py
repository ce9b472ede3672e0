"""Notices in the application and text messages, as answers to what happened elsewhere."""

from app.messages.service.notices import mark_all_read, mark_read, notify, read_record, settle
from app.messages.service.sms import SmsPolicy, SmsSender, ask_again, queue_text, report
from app.messages.service.telling import handler_of

__all__ = [
    "SmsPolicy",
    "SmsSender",
    "ask_again",
    "handler_of",
    "mark_all_read",
    "mark_read",
    "notify",
    "queue_text",
    "read_record",
    "report",
    "settle",
]
