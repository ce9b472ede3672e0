"""Notices, e-mails and text messages, as answers to what happened elsewhere."""

from app.messages.service.bounces import Returning
from app.messages.service.codes import CODE, Codes
from app.messages.service.contacts import (
    ask_code,
    confirm,
    count_ask,
    count_try,
    end_contacts,
    take_off,
)
from app.messages.service.mail import MailSender
from app.messages.service.notices import mark_all_read, mark_read, notify, read_record, settle
from app.messages.service.receiving import Fetching, hear, receive, report
from app.messages.service.sending import SmsSender
from app.messages.service.sms import SmsPolicy, ask_again, queue_sms
from app.messages.service.telling import Ways, handler_of, send_test, tell
from app.messages.service.wishes import WishesData, choose, habits_of, turn_off

__all__ = [
    "CODE",
    "Codes",
    "Fetching",
    "MailSender",
    "Returning",
    "SmsPolicy",
    "SmsSender",
    "Ways",
    "WishesData",
    "ask_again",
    "ask_code",
    "choose",
    "confirm",
    "count_ask",
    "count_try",
    "end_contacts",
    "habits_of",
    "handler_of",
    "hear",
    "mark_all_read",
    "mark_read",
    "notify",
    "queue_sms",
    "read_record",
    "receive",
    "report",
    "send_test",
    "settle",
    "take_off",
    "tell",
    "turn_off",
]
