"""Makes a Parquet file of made-up events with all columns, for the bench of windows.

    python3 benches/events.py FILE [NUMBER] [time|random]

Telegrams between two places over 150 years, most of them to the minute, some to the day, in the
order of time or in none. Needs `pip install duckdb`. The same bytes each time.
"""

import sys

import duckdb

out = sys.argv[1]
n = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000_000
order = sys.argv[3] if len(sys.argv) > 3 else "time"
span = 150 * 365 * 86_400
rows = f"""
WITH raw AS (
  SELECT i, (hash(i) % 1000)::INT AS h,
    CASE '{order}' WHEN 'time' THEN i * {span}::BIGINT // {n} ELSE (hash(i * 7) % {span})::BIGINT END AS s
  FROM range({n}) t(i)
), dated AS (
  SELECT *, h % 20 = 0 AS day_only,
    TIMESTAMP '1850-01-01' + to_seconds(s // 60 * 60) AS minute
  FROM raw
), local AS (
  SELECT *, CASE WHEN day_only THEN date_trunc('day', minute) ELSE minute END AS begins FROM dated
)
SELECT
  'm' || (i // 2) || '/' || CASE i % 2 WHEN 0 THEN 'sent' ELSE 'received' END AS event_id,
  'register-' || (i // 1000) AS document_id,
  'm' || (i // 2) AS message_id,
  'm' || (i // 2) || '/' || CASE i % 2 WHEN 0 THEN 'sent' ELSE 'received' END AS fact_id,
  CASE i % 2 WHEN 0 THEN 'sent' ELSE 'received' END AS stage,
  'Telegram ' || (i // 2) || ': on the matter of the ' || (hash(i + 3) % 100000) AS label,
  'moment' AS extent,
  timezone('UTC', begins - INTERVAL 3 HOUR) AS earliest,
  timezone('UTC', begins - INTERVAL 3 HOUR + CASE WHEN day_only THEN INTERVAL 1 DAY ELSE INTERVAL 1 MINUTE END) AS latest,
  'none' AS open,
  NULL::TIMESTAMPTZ AS core_begin,
  NULL::TIMESTAMPTZ AS core_end,
  CASE WHEN day_only THEN 'day' ELSE 'minute' END AS "precision",
  'exact' AS qualifier,
  strftime(begins, '%Y-%m-%d') AS edtf,
  'gregorian' AS calendar,
  begins AS local_begin,
  'UTC+03:00' AS "zone",
  10800::INT AS offset_seconds,
  'place' AS zone_basis,
  CASE h % 5 WHEN 0 THEN 'Moscow' WHEN 1 THEN 'Sochi' WHEN 2 THEN 'Vienna' WHEN 3 THEN 'Rome' ELSE 'Kabul' END AS place,
  'Sender ' || (h % 97) AS sender,
  'Recipient ' || (h % 89) AS recipient,
  NULL::VARCHAR AS place_ref, NULL::VARCHAR AS sender_ref, NULL::VARCHAR AS recipient_ref,
  'f. ' || (h % 700) || ', l. ' || (i % 400) AS citation,
  NULL::VARCHAR AS pinpoint, NULL::VARCHAR AS status, NULL::VARCHAR AS note, NULL::VARCHAR AS tags,
  strftime(begins, '%-d %B %Y, %H:%M') AS as_written,
  'register-' || (i // 1000) || '.csv' AS source,
  (i % 1000 * 80)::UBIGINT AS byte_start,
  (i % 1000 * 80 + 20)::UBIGINT AS byte_end,
  (i % 1000 + 2)::UINTEGER AS line,
  'en/date-clock' AS rule
FROM local ORDER BY i
"""
con = duckdb.connect()
con.execute("SET TimeZone = 'UTC'")
con.execute(f"COPY ({rows}) TO '{out}' (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{annals_schema: '1'}})")
print(f"{out}: {n} events in the order of {order}")
