"""Events of many documents, on many machines: annals as a filter in Spark's RDD.pipe.

    python extract.py DOCUMENTS.ndjson EVENTS/ --annals /usr/local/bin/annals [--parts N]

DOCUMENTS is anything that SparkContext.textFile reads: a line is {"id": …, "text": …}. EVENTS is a
folder of Parquet files, one folder for each century; `annals show 'EVENTS/**/*.parquet'` reads it.
The program must stand at the same path on every machine.
"""

import argparse
import subprocess
import sys

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

TEXT = """event_id document_id message_id fact_id stage label extent open precision qualifier edtf
calendar zone zone_basis place sender recipient place_ref sender_ref recipient_ref citation pinpoint
status note tags as_written source rule""".split()
TYPES = {
    **dict.fromkeys(TEXT, "string"),
    **dict.fromkeys(["earliest", "latest", "core_begin", "core_end"], "timestamp"),
    "local_begin": "timestamp_ntz",
    "offset_seconds": "int",
    **dict.fromkeys(["byte_start", "byte_end", "line"], "bigint"),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("documents")
    parser.add_argument("events")
    parser.add_argument("--annals", default="/usr/local/bin/annals", help="the program, absolute")
    parser.add_argument("--parts", type=int, default=None, help="pieces of the documents")
    parser.add_argument("--own", nargs="*", default=["kind"], help="columns beside the event's own")
    parser.add_argument("options", nargs="*", help="options of annals, after --")
    args = parser.parse_args()

    command = [args.annals, "extract", "--input-format", "ndjson", "--format", "ndjson"]
    command += [*args.options, "-"]
    # A wrong option is told here, once, and not by every piece.
    subprocess.run(command, input=b"", check=True)
    quoted = " ".join("'" + part.replace("'", "'\\''") + "'" for part in command)
    # Status 1 and 2 mean that some rows were told; anything else that the piece must be run again.
    script = f"{quoted}; s=$?; [ $s -le 2 ] || exit $s"
    shell = "/bin/sh -c " + '"' + script.replace("\\", "\\\\").replace('"', '\\"') + '"'

    spark = (
        SparkSession.builder.appName("annals")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
        .config("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED")
        .getOrCreate()
    )
    lines = spark.sparkContext.textFile(args.documents, args.parts)
    events = lines.pipe(shell, checkCode=True)

    schema = ", ".join(f"`{name}` string" for name in [*TYPES, *args.own])
    rows = spark.read.schema(schema).json(events)
    for name, kind in TYPES.items():
        if kind != "string":
            rows = rows.withColumn(name, F.col(name).cast(kind))
    begin = F.year(F.coalesce("earliest", F.col("latest") - F.expr("interval 1 microsecond")))
    rows = rows.withColumn("century", (F.floor(begin / 100) * 100).cast("int"))
    # Rows of one time lie together: a question then passes over most row groups.
    rows.sortWithinPartitions("century", "earliest").write.partitionBy("century").parquet(args.events)
    print(f"Spark {spark.version}: {args.events}", file=sys.stderr)
    spark.stop()


if __name__ == "__main__":
    main()
