"""The hashes of keys are seeded anew in each process: hash_seed.py PROGRAM"""

import subprocess
import sys

hashes = {subprocess.run([sys.argv[1]], stdout=subprocess.PIPE, check=True).stdout
          for _ in range(3)}
if len(hashes) != 3:
    sys.exit(f"only {len(hashes)} hashes of one key in 3 processes")
