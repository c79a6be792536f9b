# SPDX-License-Identifier: MIT
"""The calendar against arXiv played through: submissions queue up hour by hour, freezes and mailings happen by the clock on
the wall (zoneinfo), and each paper's day is the day after the evening that it went out. The program walks the other way,
from a time to its day. The functions are asked through tests/unit/test_calendar.c, which prints a table of them."""
import datetime as dt
import os
import subprocess

import tap
from tap import case, done, skip

FIRST, END = dt.date(2024, 1, 1), dt.date(2027, 1, 1)
DAY, HOUR, SECOND = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(seconds=1)
PROGRAM = os.path.join(os.path.dirname(os.path.abspath(tap.DIGEST)), "tests", "test_calendar")


def read_holidays(path):
    with open(path, encoding="utf-8") as f:
        rows = [line.split() for line in f if line[0].isdigit()]
    return [(dt.date.fromisoformat(day), weekday) for day, weekday in rows]


def simulate(zone, holidays, begin, end):
    """What happens from BEGIN to END: for each hour the batch of what is submitted in it, the newest day that is public, the
    newest in feeds; and the batches, day -> [first moment, moment of the freeze]."""
    waiting, frozen, opened = [], [], None
    batch, public, feeds, windows = {}, {}, {}, {}
    newest = in_feeds = None
    pending = None
    t = begin
    while t < end:
        wall = t.astimezone(zone)
        today, hour, weekday = wall.date(), wall.hour, wall.isoweekday()
        if hour == 0 and newest is not None:
            in_feeds = newest                       # feeds show what was mailed before midnight
        if hour == 14 and weekday <= 5 and today not in holidays:
            frozen += waiting
            waiting, pending = [], t
        if hour == 20 and weekday in (7, 1, 2, 3, 4) and today not in holidays and frozen:
            newest = today + DAY
            for u in frozen:
                batch[u] = newest
            windows[newest] = (opened, pending)
            frozen, opened = [], pending
        waiting.append(t)
        public[t], feeds[t] = newest, in_feeds
        t += HOUR
    return batch, public, feeds, windows


def epoch(t):
    return int(t.timestamp())


def table():
    out = subprocess.run([PROGRAM, "table", str(FIRST), str(END)], stdout=subprocess.PIPE, check=True).stdout.decode("ascii")
    days, times = {}, {}
    for line in out.splitlines():
        kind, *f = line.split()
        if kind == "day":
            days[dt.date.fromisoformat(f[0])] = (f[1] == "1", f[2] == "1", int(f[3]), int(f[4]), int(f[5]), f[6], f[7])
        else:
            times[int(f[0])] = tuple(f[1:])
    return days, times


def compare_times(year, zone, times, batch, public, feeds):
    """Cases of one year: each hour's first and last second."""
    wrong = {"Eastern date": [], "batch": [], "feeds": [], "public": []}
    n = 0
    for t in batch:
        if t.astimezone(zone).year != year:
            continue
        n += 1
        for moment in (t, t + HOUR - SECOND):
            want = (moment.astimezone(zone).date(), batch[t], feeds[t], public[t])
            got = times.get(epoch(moment), ("", "", "", ""))
            for name, g, w in zip(wrong, got, want):
                if g != str(w):
                    wrong[name].append(f"{moment.astimezone(zone)}: got {g}, want {w}")
    for name, lines in wrong.items():
        case(f"{name} in each of the hours of {year}", n in (8760, 8784) and not lines, f"{n} hours\n" + "\n".join(lines))
    return sum(len(x) for x in wrong.values())


def compare_days(year, zone, days, windows):
    wrong = []
    due = sorted(windows)
    day = dt.date(year, 1, 1)
    while day.year == year:
        begins = epoch(dt.datetime(day.year, day.month, day.day, tzinfo=zone))
        from_to = tuple(map(epoch, windows[day])) if day in windows else (0, 0)
        want = (day in windows, day in windows, begins, *from_to, str(min(d for d in due if d > day)), str(max(d for d in due if d < day)))
        if days.get(day) != want:
            wrong.append(f"{day}: got {days.get(day)}, want {want}")
        day += DAY
    case(f"the days of {year}: due, begin, window, neighbours", not wrong, "\n".join(wrong))


def main():
    listed = read_holidays(os.path.join(tap.ROOT, "data", "holidays.tsv"))
    wrong = [str(day) for day, weekday in listed if day.strftime("%a") != weekday]
    case("each holiday falls on the weekday that its line says", listed and not wrong, wrong)
    original = tap.shared("holidays.tsv")
    if original:
        case("the holidays are those of the shared list", listed == read_holidays(original))
    else:
        skip("the holidays are those of the shared list", "no ../shared/holidays.tsv")
    try:
        import zoneinfo
        zone = zoneinfo.ZoneInfo("America/New_York")
    except (ImportError, LookupError):
        return skip("arXiv played through", "no zone data on this machine")
    if not os.path.exists(PROGRAM):
        return skip("arXiv played through", f"{os.path.relpath(PROGRAM, tap.ROOT)} is not built: make unit")
    # Begun and ended some weeks outside, so that every batch inside is whole.
    begin, end = (dt.datetime(y, m, 1, 5, tzinfo=dt.timezone.utc) for y, m in ((2023, 11), (2027, 3)))
    days, times = table()
    # Of 2027 there is no list: the program's guesses that fall before the end.
    holidays = {day for day, _ in listed} | {dt.date(2027, 1, 1), dt.date(2027, 1, 18)}
    batch, public, feeds, windows = simulate(zone, holidays, begin, end)
    windows = {day: w for day, w in windows.items() if w[0] is not None}
    for year in (2024, 2025, 2026):
        compare_times(year, zone, times, batch, public, feeds)
        compare_days(year, zone, days, windows)
    one_less = holidays - {dt.date(2026, 6, 19)}
    other = simulate(zone, one_less, begin, end)[0]
    differ = sum(times[epoch(t)][1] != str(other[t]) for t in batch if epoch(t) in times)
    case("one holiday less is noticed: Thursday 14:00 to Friday 14:00 would go out on Sunday", differ == 24, f"{differ} hours differ")


main()
done()
