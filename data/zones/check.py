#!/usr/bin/env python3
"""Check the tables of this folder: form, order, dates, offsets, places.

    check.py

The tables are written by hand from the sources named in them and in README.md.
That every place of the overrides is in the gazetteer is for the tests of the program to say.
"""

import csv
import io
import re
import sys
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
TABLES = {
    "overrides.csv": ["place", "country", "region", "from", "to", "clock", "abbreviation",
                      "source", "note"],
    "abbreviations.csv": ["abbreviation", "offset", "from", "to", "countries", "meaning"],
    "letters.csv": ["letter", "offset"],
}


def read(name, wrong):
    text = (HERE / name).read_bytes().decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    out = io.StringIO()
    writer = csv.DictWriter(out, TABLES[name], lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    if not rows or list(rows[0]) != TABLES[name] or any(None in row for row in rows):
        wrong.append(f"{name}: the columns are not {','.join(TABLES[name])}")
        return []
    writer.writerows(rows)
    if out.getvalue() != text:
        wrong.append(f"{name}: quotes or line ends")
    return rows


def seconds(offset):
    found = re.fullmatch(r"([+-])(\d{2}):([0-5]\d)", offset)
    return found and int(found[1] + "1") * (int(found[2]) * 3600 + int(found[3]) * 60)


def day(text, far):
    return date.fromisoformat(text) if text else far


def check():
    wrong = []
    tables = {name: read(name, wrong) for name in TABLES}
    for name, rows in tables.items():
        key = TABLES[name][0]
        def order(row):
            # Of the overrides, the rows of single places come first: the first that fits counts.
            if name == "overrides.csv":
                return (row["place"] == "", row["country"], row["region"], row["place"], row["from"])
            return (row[key],)

        if [order(row) for row in rows] != sorted(map(order, rows)):
            wrong.append(f"{name}: not sorted")
        spans = []
        for line, row in enumerate(rows, 2):
            where = f"{name}:{line}: {row[key]}"
            clock = row.get("clock") or row.get("offset")
            offset = seconds(clock)
            named = name == "overrides.csv" and re.fullmatch(r"LMT|[A-Z][a-z]+/[A-Za-z_]+", clock)
            if not named and (offset is None or not -12 * 3600 <= offset <= 14 * 3600):
                wrong.append(f"{where}: clock {clock!r}")
            if name == "letters.csv":
                continue
            try:
                begin, end = day(row["from"], date.min), day(row["to"], date.max)
            except ValueError as fault:
                wrong.append(f"{where}: {fault}")
                continue
            if begin >= end:
                wrong.append(f"{where}: from is not before to")
            if name == "overrides.csv":
                keys = [(row["place"], row["country"], row["region"])]
                if row["place"] and row["region"]:
                    wrong.append(f"{where}: a place or a region, not both")
                if not (row["to"] and row["source"] and row["note"]):
                    wrong.append(f"{where}: an override needs dates, a source and a note")
            else:
                countries = row["countries"].split()
                if countries != sorted(set(countries)) or not all(
                        re.fullmatch(r"[A-Z]{2}", country) for country in countries):
                    wrong.append(f"{where}: countries {row['countries']!r}")
                if not row["meaning"]:
                    wrong.append(f"{where}: no meaning")
                keys = [(row["abbreviation"], country) for country in countries or [""]]
            for item in keys:
                for other, first, last in spans:
                    if other == item and begin < last and first < end:
                        wrong.append(f"{where}: overlaps another row")
                spans.append((item, begin, end))

    letters = {row["letter"]: seconds(row["offset"]) for row in tables["letters.csv"]}
    hours = [letters.get(letter, 99) for letter in "ABCDEFGHIKLM"]
    hours += [letters.get(letter, 99) for letter in "NOPQRSTUVWXY"]
    if len(letters) != 25 or letters.get("Z") != 0 or hours != [
            3600 * h for h in (*range(1, 13), *range(-1, -13, -1))]:
        wrong.append("letters.csv: not A to M east, N to Y west, Z Greenwich, without J")
    return wrong


if __name__ == "__main__":
    faults = check()
    for fault in faults:
        print(fault, file=sys.stderr)
    sys.exit(1 if faults else 0)
