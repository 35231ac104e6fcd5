#!/usr/bin/env python3
"""Offsets by Python's zoneinfo over a system tz database that was built with backzone (Debian's
tzdata), for the test `zoneinfo_agrees`.

    PYTHONTZPATH=/usr/share/zoneinfo python3 oracle.py COUNT > FILE

Each line: zone, local time in seconds since 1970-01-01T00:00 by the wall clock, and the offsets
of both folds. Half of the times are spread over 1850 to 2100, half lie within three hours of a
change of the clock. The same COUNT gives the same lines.
"""

import datetime
import random
import sys
from zoneinfo import _zoneinfo

ZONES = """
Africa/Addis_Ababa Africa/Cairo Africa/Casablanca Africa/Johannesburg Africa/Lagos Africa/Monrovia
Africa/Nairobi America/Argentina/Buenos_Aires America/Asuncion America/Bogota America/Caracas
America/Chicago America/Denver America/Guatemala America/Halifax America/Havana America/La_Paz
America/Lima America/Los_Angeles America/Mexico_City America/New_York America/Panama
America/Sao_Paulo America/St_Johns America/Toronto Asia/Baghdad Asia/Bangkok Asia/Ho_Chi_Minh
Asia/Hong_Kong Asia/Jakarta Asia/Jerusalem Asia/Karachi Asia/Kolkata Asia/Manila Asia/Riyadh
Asia/Seoul Asia/Shanghai Asia/Singapore Asia/Tehran Asia/Tokyo Atlantic/Reykjavik Australia/Sydney
Europe/Amsterdam Europe/Athens Europe/Berlin Europe/Brussels Europe/Copenhagen Europe/Dublin
Europe/Istanbul Europe/Kyiv Europe/Lisbon Europe/London Europe/Madrid Europe/Moscow Europe/Oslo
Europe/Paris Europe/Rome Europe/Stockholm Europe/Vienna Pacific/Honolulu
""".split()
EPOCH = datetime.datetime(1970, 1, 1)
FIRST = int((datetime.datetime(1850, 1, 1) - EPOCH).total_seconds())
LAST = int((datetime.datetime(2101, 1, 1) - EPOCH).total_seconds())


def main(count):
    assert len(ZONES) == 60
    stockholm = _zoneinfo.ZoneInfo("Europe/Stockholm")
    june_1945 = datetime.datetime(1945, 6, 15, 12, tzinfo=stockholm)
    assert june_1945.utcoffset() == datetime.timedelta(hours=1), (
        "this tz database was built without backzone; set PYTHONTZPATH=/usr/share/zoneinfo")
    chance = random.Random(1945)
    for number in range(count):
        name = ZONES[number % len(ZONES)]
        zone = _zoneinfo.ZoneInfo(name)
        changes = [t for t in zone._trans_utc if FIRST < t < LAST]
        if number % 2 and changes:
            change = chance.choice(changes)
            offset = zone.utcoffset((EPOCH + datetime.timedelta(seconds=change)).replace(tzinfo=zone))
            local = change + int(offset.total_seconds()) + chance.randrange(-10800, 10800)
        else:
            local = chance.randrange(FIRST, LAST)
        wall = EPOCH + datetime.timedelta(seconds=local)
        first, second = (int(wall.replace(tzinfo=zone, fold=fold).utcoffset().total_seconds())
                         for fold in (0, 1))
        print(f"{name},{local},{first},{second}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
