"""Tables of annals, read by PyPI duckdb, pyarrow, openpyxl and polars: read_tables.py FOLDER

The folder holds the same events as events.ndjson, .json, .csv, .xlsx, .parquet and .arrow.
"""

import json
import pathlib
import re
import sys

import duckdb
import openpyxl
import polars
import pyarrow
import pyarrow.csv
import pyarrow.feather
import pyarrow.parquet

folder = pathlib.Path(sys.argv[1])
rows = [json.loads(line) for line in (folder / "events.ndjson").read_text("utf-8").split("\n") if line]
ids = [row["event_id"] for row in rows]
# The event's own; those of a table follow, in rows that have them.
columns = list(rows[0])[:37]
assert json.loads((folder / "events.json").read_text("utf-8")) == rows

table = pyarrow.parquet.read_table(folder / "events.parquet")
assert set(columns) <= set(table.column_names)
carried = pyarrow.parquet.read_metadata(folder / "events.parquet").metadata
assert carried[b"annals_schema"] == b"1"
assert b"annals_tzdb" in carried
assert table["event_id"].to_pylist() == ids
assert str(table.schema.field("earliest").type) == "timestamp[us, tz=UTC]"
assert str(table.schema.field("local_begin").type) == "timestamp[us]"
arrow = pyarrow.feather.read_table(folder / "events.arrow")
assert arrow.schema.metadata[b"annals_schema"] == b"1"
for name in columns:
    ours, theirs = table[name].cast("int64") if "timestamp" in str(table[name].type) else table[name], arrow[name]
    theirs = theirs.cast("int64") if "timestamp" in str(theirs.type) else theirs
    assert ours.to_pylist() == theirs.to_pylist(), name
print(f"pyarrow {pyarrow.__version__}: {table.num_rows} rows of Parquet and of Arrow are equal")

with pyarrow.OSFile(str(folder / "stream.arrows"), "wb") as to:
    with pyarrow.ipc.new_stream(to, table.schema) as stream:
        stream.write_table(table, max_chunksize=100)

for column in ("label", "place", "edtf", "zone", "note"):
    values = table[column].to_pylist()
    assert values == [row[column] for row in rows], column


def duck(what):
    return duckdb.sql(what).fetchall()


for file in ("events.parquet", "events.ndjson", "events.json"):
    found = duck(f"SELECT event_id, label FROM '{folder / file}'")
    assert found == [(row["event_id"], row["label"]) for row in rows], file
quoted = f"read_csv('{folder / 'events.csv'}', header = true, all_varchar = true, quote = '\"', escape = '\"', delim = ',')"
found = duck(f"SELECT event_id, label FROM {quoted}")
# An empty cell is null.
clean = [(row["event_id"], row["label"] or None) for row in rows]
for ours, theirs in zip(clean, found, strict=True):
    assert ours == theirs, ("csv", ours, theirs)
micros = duck(f"SELECT epoch_us(earliest) FROM '{folder / 'events.parquet'}' WHERE earliest IS NOT NULL")
assert [m for m, in micros] == [m for m in table["earliest"].cast("int64").to_pylist() if m is not None]
print(f"duckdb {duckdb.__version__}: {len(rows)} rows of Parquet, NDJSON, JSON and CSV are equal")

frame = polars.read_parquet(folder / "events.parquet")
assert frame["event_id"].to_list() == ids
assert polars.read_ipc(folder / "events.arrow").equals(frame)
print(f"polars {polars.__version__}: Parquet and Arrow are equal")


def escaped(value):
    """A workbook writes characters that XML has not as _x0007_; openpyxl leaves them so."""
    if not isinstance(value, str):
        return value
    return re.sub("[\0-\x08\x0b-\x1f\ufffe\uffff]", lambda m: f"_x{ord(m[0]):04X}_", value)


sheet = openpyxl.load_workbook(folder / "events.xlsx").active
cells = list(sheet.values)
assert list(cells[0])[: len(columns)] == columns
for row, line in zip(cells[1:], rows, strict=True):
    for name, cell in zip(columns, row):
        assert (cell or None) == (escaped(line[name]) or None), (name, cell, line[name])
print(f"openpyxl {openpyxl.__version__}: {len(cells) - 1} rows are equal")
