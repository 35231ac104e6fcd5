#!/usr/bin/env python3
"""Draw up (or check) chungking-1943.csv from the FRUS volume 1943, China.

    chungking-1943.py VOLUME.xml            write the table
    chungking-1943.py --check VOLUME.xml    compare the table with the volume
    chungking-1943.py --check               check the table alone

VOLUME.xml is the TEI file `frus1943China.xml` of "Foreign Relations of the
United States: Diplomatic Papers, 1943, China", published by the Office of the
Historian, US Department of State (public domain). Documents 55 to 384 of the
volume are looked at; the rest of it does not matter.

One row for each document whose first dateline is of Chungking and prints a
clock time both for the sending and in its [Received ...] note. Only facts are
taken: who, to whom, the printed times, the document number. The printed words
stay as they are, with misprints; only white space is collapsed.
"""

import csv
import io
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

TABLE = Path(__file__).resolve().with_suffix(".csv")
FIRST, LAST = 55, 384
COLUMNS = ["message", "from", "to", "sent_place", "sent",
           "received_place", "received", "citation"]
TEI = "{http://www.tei-c.org/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"

MONTH = ("January|February|March|April|May|June|July|August|September|"
         "October|November|December")
# A clock as these volumes print it, scanning errors ("a. in.") included.
CLOCK = re.compile(r"\b(noon|midnight|\d{1,2}([:.]\d{2})?\s*[ap]\.\s*(m|in)\b)")
SENT = re.compile(rf"^({MONTH})\b.*\b\d{{4}}\b")
RECEIPT = re.compile(r"\[\s*Received\s+(.*?)\s*\]\s*\.?\s*$")
# A place before the time of the receipt would be a relay station.
RELAY = re.compile(rf"^(?!(?:{MONTH}|noon|midnight)\b)([^\W\d].*?),\s+(?=(?:{MONTH}|\d))")


def words(element):
    """Text of an element without footnotes, white space collapsed."""
    parts = []

    def walk(node):
        if node.tag == TEI + "note":
            return
        parts.append(node.text or "")
        for child in node:
            if child.tag == TEI + "lb":
                parts.append(" ")
            walk(child)
            parts.append(child.tail or "")

    walk(element)
    return " ".join("".join(parts).split())


def party(head, role):
    """Sender or recipient: a person where one is marked, else the office."""
    for tag in ("persName", "gloss"):
        for node in head.iter(TEI + tag):
            if role in (node.get("type") or "").split():
                return re.sub(r"^the ", "", words(node))
    sender, _, recipient = words(head).partition(" to ")
    name = sender if role == "from" else recipient
    return re.sub(r"^the ", "", name.strip(" ,."))


def rows(volume):
    root = ET.parse(volume).getroot()
    volume_id = root.get(XML_ID)
    found = []
    for document in root.iter(TEI + "div"):
        number = re.fullmatch(r"d(\d+)", document.get(XML_ID) or "")
        dateline = document.find(f".//{TEI}dateline")
        head = document.find(TEI + "head")
        if not number or dateline is None or head is None:
            continue
        if not FIRST <= int(number[1]) <= LAST:
            continue
        printed = words(dateline)
        receipt = RECEIPT.search(printed)
        start = re.match(r"\[?\s*Chungking\s*,?\s*\]?\s*,?\s*", printed)
        if not receipt or not start:
            continue
        sent = printed[start.end():receipt.start()].strip()
        if not re.search(r"[ap]\.\s*m\.$", sent):
            sent = sent.rstrip(".")
        received = receipt[1]
        if not re.search(r"[ap]\.\s*(m|in)\.$", received):
            received = received.rstrip(".")
        if not CLOCK.search(sent) or not CLOCK.search(received):
            continue
        place = "Washington"
        relay = RELAY.match(received)
        if relay:
            place, received = relay[1], received[relay.end():]
        found.append((int(number[1]), {
            "message": f"{volume_id}-d{number[1]}",
            "from": party(head, "from"),
            "to": party(head, "to"),
            "sent_place": "Chungking",
            "sent": sent,
            "received_place": place,
            "received": received,
            "citation": f"FRUS 1943, China, doc. {document.get('n')}",
        }))
    return [row for _, row in sorted(found, key=lambda item: item[0])]


def as_csv(table):
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue()


def faults(text):
    """What is wrong with the table itself."""
    table = list(csv.DictReader(io.StringIO(text, newline="")))
    if as_csv(table) != text:
        yield "not in the form this script writes (columns, quotes, line ends)"
    last = 0
    for line, row in enumerate(table, 2):
        number = re.fullmatch(r"frus1943China-d(\d+)", row["message"] or "")
        if not number:
            yield f"line {line}: message {row['message']!r}"
            continue
        if int(number[1]) <= last:
            yield f"line {line}: documents out of order or repeated"
        last = int(number[1])
        if row["citation"] != f"FRUS 1943, China, doc. {last}":
            yield f"line {line}: citation {row['citation']!r}"
        if not SENT.search(row["sent"]) or not CLOCK.search(row["sent"]):
            yield f"line {line}: sent {row['sent']!r}"
        if not CLOCK.search(row["received"]):
            yield f"line {line}: received {row['received']!r}"
        for column in COLUMNS:
            if not row[column] or row[column] != " ".join(row[column].split()):
                yield f"line {line}: {column} is empty or has stray spaces"


def main(arguments):
    check = "--check" in arguments
    files = [argument for argument in arguments if argument != "--check"]
    if len(files) > 1 or (not files and not check):
        print(__doc__, file=sys.stderr)
        return 2
    text = as_csv(rows(files[0])) if files else None
    if not check:
        TABLE.write_bytes(text.encode())
    stored = TABLE.read_bytes().decode()
    wrong = list(faults(stored))
    if text is not None and text != stored:
        wrong.append("the table is not what the volume gives")
    for fault in wrong:
        print(f"{TABLE.name}: {fault}", file=sys.stderr)
    print(f"{TABLE.name}: {stored.count(chr(10)) - 1} telegrams", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
