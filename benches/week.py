"""A week out of many events in Parquet: annals against DuckDB, cold processes, in the same run.

    python3 benches/week.py ANNALS FILE [RUNS]

ANNALS is the release program, FILE comes from benches/events.py. Both print the week's events as
CSV to nowhere; DuckDB gets the predicate that means the same for these events. Each process is
started anew, in turns; the medians of the wall times are compared. Whether the file is in the
memory of the system is the same for both: it is read once before. Needs `pip install duckdb`.
"""

import statistics
import subprocess
import sys
import time

annals, file = sys.argv[1:3]
runs = int(sys.argv[3]) if len(sys.argv) > 3 else 7

# Monday 29 October to Sunday 4 November 1945 by a clock three hours east of UTC.
SQL = f"""
import duckdb
con = duckdb.connect()
con.execute("SET TimeZone = 'UTC'")
con.execute(\"\"\"COPY (SELECT * FROM '{file}'
  WHERE local_begin < TIMESTAMP '1945-11-05' AND latest > TIMESTAMPTZ '1945-10-28 21:00:00+00'
  ORDER BY earliest, latest) TO '/dev/stdout' (FORMAT csv)\"\"\")
"""
# The same with the instants alone, as the statistics of the file hold them.
INSTANTS = SQL.replace("local_begin < TIMESTAMP '1945-11-05'", "earliest < TIMESTAMPTZ '1945-11-04 21:00:00+00'")

commands = {
    "annals": [annals, "show", file, "--week-of", "1945-11-04", "--format", "csv", "--quiet"],
    "duckdb": [sys.executable, "-c", INSTANTS],
    "duckdb, local_begin": [sys.executable, "-c", SQL],
    "start of python and duckdb": [sys.executable, "-c", "import duckdb; duckdb.connect().execute('SELECT 1')"],
}

with open(file, "rb") as whole:
    while whole.read(1 << 24):
        pass

times = {name: [] for name in commands}
rows = {}
for _ in range(runs):
    for name, command in commands.items():
        begin = time.perf_counter()
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
        times[name].append(time.perf_counter() - begin)
        rows[name] = done.stdout.count(b"\n") - 1

for name, list_ in times.items():
    print(f"{name:28} median {statistics.median(list_):.3f} s, best {min(list_):.3f} s, {rows[name]} rows")
assert rows["annals"] == rows["duckdb"] == rows["duckdb, local_begin"], rows
ratio = statistics.median(times["annals"]) / statistics.median(times["duckdb"])
print(f"annals takes {ratio:.2f} times DuckDB's time")
