"""What a question touches of many partitions, in bytes: the pages of each file that it brought in.

    python3 benches/partitions.py ANNALS FOLDER

FOLDER holds Parquet files, as `annals extract -o FOLDER --partition decade` writes them. The files
are put out of the system's memory, a week is asked for, and the pages that are back are counted, with
what the system read ahead. Linux, and `fincore` of util-linux.
"""

import glob
import os
import subprocess
import sys

annals, folder = sys.argv[1:3]
files = sorted(glob.glob(f"{folder}/**/*.parquet", recursive=True))
for path in files:
    file = os.open(path, os.O_RDONLY)
    os.fsync(file)
    os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(file)
question = [annals, "show", f"{folder}/**/*.parquet", "--week-of", "1945-11-04", "--count", "--json"]
print(subprocess.run(question, capture_output=True, text=True).stdout.strip())
touched = 0
for path in files:
    shown = subprocess.run(["fincore", "-b", "-n", "-o", "RES", path], capture_output=True, text=True)
    pages, size = int(shown.stdout), os.path.getsize(path)
    touched += pages
    print(f"{os.path.relpath(path, folder)}: {pages:,} of {size:,} bytes")
print(f"all: {touched:,} of {sum(map(os.path.getsize, files)):,} bytes")
