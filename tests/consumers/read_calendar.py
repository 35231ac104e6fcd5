"""A calendar of annals, read by PyPI icalendar: read_calendar.py EVENTS.ndjson EVENTS.ics"""

import datetime
import json
import sys

import icalendar

with open(sys.argv[1], encoding="utf-8") as lines:
    events = {row["event_id"]: row for row in map(json.loads, lines)}
with open(sys.argv[2], "rb") as file:
    raw = file.read()
assert max(len(line) for line in raw.split(b"\r\n")) <= 75
calendar = icalendar.Calendar.from_ical(raw)
assert not calendar.errors, calendar.errors
read, clocks, days, opened = 0, 0, 0, 0


def plain(text):
    """Line breaks of all kinds are one; other control characters are not allowed in a calendar."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join("\ufffd" if ord(c) < 32 or 127 <= ord(c) < 160 else c for c in text)


for entry in calendar.walk("VEVENT"):
    assert not entry.errors, entry.errors
    uid = str(entry["UID"])
    found = [e for e in events.values() if plain(e["event_id"]) == plain(uid)]
    assert len(found) == 1, uid
    event = found[0]
    start, end = entry.decoded("DTSTART"), entry.get("DTEND") and entry.decoded("DTEND")
    if isinstance(start, datetime.datetime):
        assert start.tzinfo is not None and start.utcoffset() == datetime.timedelta(0)
        if event["earliest"]:
            at = event["earliest"].split(".")[0].rstrip("Z")
            assert start.strftime("%Y-%m-%dT%H:%M:%S").zfill(19) == at, (start, at)
        clocks += 1
    elif event["earliest"] and event["latest"]:
        assert start.isoformat() == event["local_begin"][:10], (start, event)
        assert end > start
        days += 1
    if not (event["earliest"] and event["latest"]):
        assert end is None, event
        opened += 1
    assert str(entry.get("X-ANNALS-PRECISION")) == event["precision"]
    read += 1
print(f"icalendar {icalendar.__version__}: {read} events, {clocks} clocks, {days} days, {opened} open")
assert read and clocks and days and opened
