"""The binary table `gazetteer.bin`, as the program reads it in place.

Layout (little-endian), described in README.md; `src/extract/gazetteer/table.rs` reads it.

    8 bytes   magic `ANNALS3\\n`
    6 × u32   bytes of clocks, bytes of letters, places, blocks, bytes of names, airports
    clocks    one line each: country, first-order division, zone; tab-separated
    letters   one line each: a letter that is not ASCII, and its ASCII letters
    places    8 bytes each: latitude u16, longitude u24, clock and marks u16, size u8
    blocks    the first 8 bytes of the first folded name, filled with zeros; u32 offset into the
              names, u32 number of the first place of the block
    names     front-coded in blocks of 16, sorted by folded name
    airports  3 bytes IATA code, u16 latitude, u24 longitude, u16 clock; sorted by code
"""

import math
import re
import struct
import unicodedata

MAGIC = b"ANNALS3\n"
BLOCK = 16
CAPITAL, CURATED = 0x2000, 0x4000
SKIPPED = ".,[]()'’‘ʻʼ`\""
BLANK = " \t\n\r-‐‑–/\u00a0"
SPECIAL = {"ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "đ": "d",
           "Đ": "d", "ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ł": "l", "Ł": "l", "ı": "i",
           "ħ": "h", "Ħ": "h", "ŋ": "n", "Ŋ": "n", "ŧ": "t", "Ŧ": "t", "ə": "a", "Ə": "a",
           "ɛ": "e", "Ɛ": "e", "ɔ": "o", "Ɔ": "o", "ĸ": "k", "ẞ": "ss"}


def letters():
    """Each Latin letter that is not ASCII, with its ASCII letters."""
    found = {}
    for code in [*range(0xC0, 0x250), *range(0x250, 0x2B0), *range(0x1E00, 0x1F00)]:
        char = chr(code)
        plain = SPECIAL.get(char)
        if plain is None:
            plain = "".join(c for c in unicodedata.normalize("NFKD", char)
                            if not unicodedata.combining(c)).lower()
        if plain and plain.isascii() and plain.isalpha():
            found[char] = plain
    return found


LETTERS = letters()


def fold(name):
    """What names are compared by: no accents, case or points; hyphens are blanks."""
    out, pending = [], False
    for char in name:
        if char in BLANK or char.isspace():
            pending = bool(out)
        elif char not in SKIPPED and not "\u0300" <= char <= "\u036f":
            if pending:
                out.append(" ")
                pending = False
            out.append(LETTERS.get(char) or char.lower())
    return "".join(out)


def usable(name):
    """Whether the table can hold a name: Latin letters, at most 60 bytes."""
    key = fold(name)
    return bool(re.fullmatch(r"[a-z0-9 &+!:;*]+", key)) and len(name.encode()) <= 60


def size(population):
    """Population on a scale of 10 steps to the doubling, from 1; 0 is unknown."""
    return 0 if population < 1 else min(255, 1 + round(10 * math.log2(population)))


def angle(value, span, steps):
    return min(steps - 1, max(0, round((value + span / 2) / span * (steps - 1))))


def position(latitude, longitude):
    lon = angle(longitude, 360, 1 << 24)
    return struct.pack("<HHB", angle(latitude, 180, 1 << 16), lon & 0xFFFF, lon >> 16)


def pack(places, airports):
    """The table of places and airports.

    A place is a dict of name, others, country, region, latitude, longitude, zone, population,
    capital, curated.
    """
    clocks = sorted({(p["country"], p["region"], p["zone"]) for p in places}
                    | {(a["country"], "", a["zone"]) for a in airports})
    if len(clocks) >= CAPITAL:
        raise SystemExit(f"{len(clocks)} clocks do not fit into 13 bits")
    number = {clock: at for at, clock in enumerate(clocks)}
    places = sorted(places, key=lambda p: (fold(p["name"]).encode(), p["name"].encode(),
                                           -p["population"], p["country"], p["region"],
                                           p["latitude"], p["longitude"]))
    names = {}
    records = bytearray()
    for at, place in enumerate(places):
        key = fold(place["name"]).encode(), place["name"].encode()
        names.setdefault(key, ([], []))[0].append(at)
        marks = CAPITAL * place["capital"] + CURATED * place["curated"]
        records += position(place["latitude"], place["longitude"])
        records += struct.pack("<HB", number[place["country"], place["region"], place["zone"]]
                               | marks, size(place["population"]))
    for at, place in enumerate(places):
        for other in place["others"]:
            names.setdefault((fold(other).encode(), other.encode()), ([], []))[1].append(at)

    stream, blocks, first = bytearray(), bytearray(), 0
    before = b""
    for index, (key, (main, others)) in enumerate(sorted(names.items())):
        name = key[1]
        if index % BLOCK == 0:
            blocks += key[0][:8].ljust(8, b"\0") + struct.pack("<II", len(stream), first)
            before = b""
        shared = 0
        while shared < min(len(before), len(name)) and before[shared] == name[shared]:
            shared += 1
        rest = name[shared:]
        others = sorted(set(others) - set(main))[:255]
        if main != list(range(first, first + len(main))):
            raise SystemExit(f"{name.decode()}: the places of a name are not in one row")
        if len(main) > 127:
            raise SystemExit(f"{name.decode()}: {len(main)} places of one name")
        stream += bytes([shared, len(rest)]) + rest
        # How many places have it as their name; the high bit says that others follow.
        stream += bytes([len(main) | (0x80 if others else 0)])
        stream += bytes([len(others)]) if others else b""
        for other in others:
            stream += other.to_bytes(3, "little")
        first += len(main)
        before = name

    codes = bytearray()
    for airport in sorted(airports, key=lambda a: a["code"]):
        codes += airport["code"].encode() + position(airport["latitude"], airport["longitude"])
        codes += struct.pack("<H", number[airport["country"], "", airport["zone"]])
    text = "".join("\t".join(clock) + "\n" for clock in clocks).encode()
    plain = "".join(f"{char}{ascii_}\n" for char, ascii_ in sorted(LETTERS.items())).encode()
    head = struct.pack("<6I", len(text), len(plain), len(places), len(blocks) // 16, len(stream),
                       len(airports))
    return MAGIC + head + text + plain + bytes(records) + bytes(blocks) + bytes(stream) + bytes(codes)
