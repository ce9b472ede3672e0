"""Notices in the application and text messages, as answers to what happened elsewhere."""

from app.notifications.service.notices import mark_all_read, mark_read, notify
from app.notifications.service.sms import SmsPolicy, SmsSender, ask_again, report

__all__ = [
    "SmsPolicy",
    "SmsSender",
    "ask_again",
    "mark_all_read",
    "mark_read",
    "notify",
    "report",
]
