"""Days off and make-up days of state agencies, as far as they are certain (Labour Code 2019,
article 112; from 1 July 2026 also 24 November, Resolution 28/2026/QH16).

The days of Tết, the second day at National Day and the exchanged working days are announced year
by year; those not announced yet carry the words "dự kiến" and are for an administrator to change.
"""

from datetime import date

from app.deadlines.rules.working_time import WorkCalendar, Works

EXPECTED = " (dự kiến, chờ thông báo)"

DAYS_OFF: dict[date, str] = {
    date(2025, 1, 1): "Tết Dương lịch",
    **{date(2025, 1, day): "Tết Nguyên đán Ất Tỵ" for day in range(27, 32)},
    date(2025, 4, 7): "Giỗ Tổ Hùng Vương",
    date(2025, 4, 30): "Ngày Giải phóng miền Nam, thống nhất đất nước",
    date(2025, 5, 1): "Ngày Quốc tế Lao động",
    date(2025, 5, 2): "Nghỉ hoán đổi dịp 30/4 và 01/5",
    date(2025, 9, 1): "Quốc khánh",
    date(2025, 9, 2): "Quốc khánh",
    date(2026, 1, 1): "Tết Dương lịch",
    date(2026, 1, 2): "Nghỉ hoán đổi dịp Tết Dương lịch",
    **{date(2026, 2, day): "Tết Nguyên đán Bính Ngọ" for day in range(16, 21)},
    date(2026, 4, 27): "Nghỉ bù Giỗ Tổ Hùng Vương",
    date(2026, 4, 30): "Ngày Giải phóng miền Nam, thống nhất đất nước",
    date(2026, 5, 1): "Ngày Quốc tế Lao động",
    date(2026, 8, 31): "Nghỉ hoán đổi dịp Quốc khánh",
    date(2026, 9, 1): "Quốc khánh",
    date(2026, 9, 2): "Quốc khánh",
    date(2026, 11, 24): "Ngày Văn hóa Việt Nam",
    date(2027, 1, 1): "Tết Dương lịch",
    date(2027, 2, 5): "Tết Nguyên đán Đinh Mùi" + EXPECTED,
    **{date(2027, 2, day): "Tết Nguyên đán Đinh Mùi" + EXPECTED for day in range(8, 12)},
    date(2027, 4, 16): "Giỗ Tổ Hùng Vương",
    date(2027, 4, 30): "Ngày Giải phóng miền Nam, thống nhất đất nước",
    date(2027, 5, 3): "Nghỉ bù Ngày Quốc tế Lao động",
    date(2027, 9, 2): "Quốc khánh",
    date(2027, 9, 3): "Quốc khánh" + EXPECTED,
    date(2027, 11, 24): "Ngày Văn hóa Việt Nam",
}

WORKING_DAYS: dict[date, str] = {
    date(2025, 4, 26): "Làm bù cho ngày 02/5/2025",
    date(2026, 1, 10): "Làm bù cho ngày 02/01/2026",
    date(2026, 8, 22): "Làm bù cho ngày 31/8/2026",
}

KNOWN: dict[date, Works] = {
    **dict.fromkeys(DAYS_OFF, Works.OFF),
    **dict.fromkeys(WORKING_DAYS, Works.WHOLE),
}
NATIONAL = WorkCalendar.of(
    {day: (works, (DAYS_OFF | WORKING_DAYS)[day]) for day, works in KNOWN.items()}
)
"""The calendar of an office that has entered nothing of its own."""
