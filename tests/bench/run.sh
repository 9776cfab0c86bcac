#!/usr/bin/env bash
# Builds the benchmark and runs it against CPython's pickle on the same data, in turns.
#   tests/bench/run.sh [TURNS]     settings: CXX, PYTHON, CORE (which to run on), ROUNDS, ONLY=W1,W6,
#                                  WHAT="dumps loads"
# Times are CPU times of the thread; ratios are what counts, and only those of one run.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
turns=${1:-3}
what=${WHAT:-dumps loads}
python=${PYTHON:-python3}
if [ -z "${PYTHON:-}" ] && [ -x /usr/bin/python3 ]; then python=/usr/bin/python3; fi
build=${BUILD_DIR:-$here/../../build/bench}
cmake -S "$here/../.." -B "$build" -DCMAKE_BUILD_TYPE=Release -DBRINE_BUILD_TESTS=OFF \
    -DBRINE_BUILD_EXAMPLES=OFF -DBRINE_BUILD_BENCHMARKS=ON >/dev/null
for direction in $what; do cmake --build "$build" --target "bench_$direction" >/dev/null; done
on_core=()
if command -v taskset >/dev/null; then on_core=(taskset -c "${CORE:-1}"); fi
results=$(mktemp)
trap 'rm -f "$results"' EXIT
for direction in $what; do
    for _ in $(seq "$turns"); do
        "${on_core[@]}" "$(find "$build" -name "bench_$direction" -type f)" >>"$results"
        (cd "$here" && "${on_core[@]}" "$python" -B "$direction.py" >>"$results")
    done
done
"$python" "$here/summarize.py" <"$results"
