# SPDX-License-Identifier: MIT
"""arXiv's clock. Times are seconds since 1970, UTC; days are datetime.date, Eastern unless said otherwise.

Written from arXiv's own schedule and not from the program that is tested: it is the tests' oracle.
  Submissions freeze at 14:00 Eastern, Monday to Friday. The mailing goes out at 20:00, Sunday to Thursday: Sunday's with
  Friday's freeze. A batch carries the date after its mailing. A holiday has neither freeze nor mailing, so that
  a Friday's freeze which is left out leaves Sunday without a batch.
  (https://info.arxiv.org/help/availability.html; zone rules: Energy Policy Act of 2005, before it the Act of 1986.)
"""
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

DAY, HOUR = 86400, 3600
_EPOCH = date(1970, 1, 1).toordinal()
ONE = timedelta(days=1)
FRIDAY, SATURDAY, SUNDAY = 4, 5, 6

# Days without freeze and mailing, from arXiv's "Availability of submissions" as it stood in 2023, 2024, 2025 and 2026.
_HOLIDAYS = """
2023: 01-16 06-14 06-19 07-04 08-17 09-04 11-23 12-25 12-27
2024: 01-15 05-22 06-19 07-04 09-02 10-08 11-28 12-25 12-26 12-31
2025: 01-01 01-20 06-19 07-06 09-01 11-27 12-25 12-30
2026: 01-01 01-19 06-19 07-03 09-07 11-26 12-25 12-29 12-31
"""
HOLIDAYS = {date.fromisoformat(f"{line[:4]}-{day}") for line in _HOLIDAYS.split("\n") if line for day in line[5:].split()}


@lru_cache(None)
def _summer(year):
    """When summer time begins and ends, UTC: at 2 o'clock standard time and at 2 o'clock summer time."""
    def sunday_from(month, day):
        d = date(year, month, day)
        return (d + timedelta(days=(SUNDAY - d.weekday()) % 7)).toordinal()
    first, last = (sunday_from(3, 8), sunday_from(11, 1)) if year >= 2007 else (sunday_from(4, 1), sunday_from(10, 25))
    return (first - _EPOCH) * DAY + 7 * HOUR, (last - _EPOCH) * DAY + 6 * HOUR


def offset(t):
    """Seconds to add to UTC at T: -4 or -5 hours."""
    begins, ends = _summer(date.fromordinal(int(t // DAY) + _EPOCH).year)
    return -4 * HOUR if begins <= t < ends else -5 * HOUR


def split(t):
    """The Eastern day of T and the seconds since its clocks said 0:00 (on the days of change: what the clock shows)."""
    local = t + offset(t)
    return date.fromordinal(int(local // DAY) + _EPOCH), local % DAY


def today(t):
    return split(t)[0]


def instant(day, hour, minute=0):
    """The moment at which Eastern clocks show HOUR:MINUTE on DAY."""
    local = (day.toordinal() - _EPOCH) * DAY + hour * HOUR + minute * 60
    t = local + 5 * HOUR
    return local + 4 * HOUR if offset(local + 4 * HOUR) == -4 * HOUR else t


def utc_day(t):
    return date.fromordinal(int(t // DAY) + _EPOCH)


def utc_instant(day):
    return (day.toordinal() - _EPOCH) * DAY


def rfc3339(t):
    return datetime.fromtimestamp(t, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def parse(text):
    """RFC 3339 with any offset, or a bare date (0:00 UTC)."""
    d = datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    return int((d if d.tzinfo else d.replace(tzinfo=timezone.utc)).timestamp())


# ---- Batches ----

def freeze_day(evening):
    """The day whose 14:00 freeze feeds the mailing of EVENING."""
    return evening - 2 * ONE if evening.weekday() == SUNDAY else evening


@lru_cache(None)
def mails(evening):
    """Whether a batch goes out at 20:00 of that day."""
    return evening.weekday() not in (FRIDAY, SATURDAY) and evening not in HOLIDAYS and freeze_day(evening) not in HOLIDAYS


def announces(day):
    """Whether feeds and lists carry a batch with this date."""
    return mails(day - ONE)


@lru_cache(None)
def _batch(day, frozen):
    evening = day + ONE if frozen else day
    while not (mails(evening) and (freeze_day(evening), 1) > (day, frozen)):
        evening += ONE
    return evening + ONE


def announced(t):
    """The announcement day of what was submitted at T. At 14:00:00 the batch is closed."""
    day, seconds = split(t)
    return _batch(day, 1 if seconds >= 14 * HOUR else 0)


def mailing(day):
    """When the batch of announcement day DAY becomes public."""
    return instant(day - ONE, 20)


def in_oai(day):
    """When OAI-PMH has it."""
    return instant(day - ONE, 22, 30)


def turnover(day):
    """When the feeds carry it."""
    return instant(day, 0)


def window(day):
    """First and last-but-not-included moment of submission of the batch of DAY; None where there is none."""
    if not announces(day):
        return None
    end = instant(freeze_day(day - ONE), 14)
    before = day - ONE
    while not mails(before - ONE):
        before -= ONE
    return instant(freeze_day(before - ONE), 14), end
