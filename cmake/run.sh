#!/usr/bin/env bash
# What to do with a fresh clone:
#   cmake/run.sh demo     install what is missing, build the first example, show Python reading it
#   cmake/run.sh test     install what is missing, build everything, run all tests
#   cmake/run.sh setup    only install what is missing
#   cmake/run.sh bench    install what is missing, build and run the benchmarks
#   cmake/run.sh platform [NAME]...  the tests on other machines and libraries, on all of them or on
#                         those named: libcxx, i386, s390x, no-rtti, thread (TSan); in
#                         build/platform-NAME
#   cmake/run.sh fuzz     [MINUTES [TARGET]...] each fuzz target for a minute, or as many as said, from
#                         the kept corpus on; clang++ or the CXX that is set; what is found goes to
#                         build/fuzz/findings
#   cmake/run.sh keep     merge what fuzzing reached into the kept corpus, tests/fuzz/corpus.tar.xz
#   cmake/run.sh coverage how much of include/brine the tests run, and the fuzz corpus alone; what they
#                         leave out goes to build/coverage/uncovered.txt
#   cmake/run.sh mutate   [NAME]... breaks brine in many small ways, and wants a test to see each
# Settings: CXX (g++), BUILD_DIR (build/$CXX), BUILD_TYPE (Debug), CMAKE_ARGS, JOBS (all cores).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export CXX=${CXX:-g++}
BUILD_DIR=${BUILD_DIR:-build/${CXX##*/}}
BUILD_TYPE=${BUILD_TYPE:-Debug}
JOBS=${JOBS:-$(getconf _NPROCESSORS_ONLN)}
PYTHON=python3
if [ -x /usr/bin/python3 ]; then PYTHON=/usr/bin/python3; fi

say() { printf '== %s\n' "$*"; }
die() { printf 'cmake/run.sh: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null; }

# ---- installing -----------------------------------------------------------------------------

# The words of these lists are command:package; a package without a command stands alone.
needs_of() {
    case ${CXX##*/} in
        clang++-*) echo "${CXX##*/}:clang-${CXX##*-} libclang-rt-${CXX##*-}-dev g++:g++" ;;
        clang++) echo clang++:clang ;;
        *) echo "$CXX:g++" ;;
    esac
    echo cmake:cmake ninja:ninja-build /usr/bin/python3:python3 libfmt-dev "${PACKAGES:-}"
    if [ "$1" = coverage ]; then echo "llvm-cov$(version_of_clang):llvm$(version_of_clang)"; fi
    if [ "$1" != demo ]; then
        echo catch2 locales pypy3:pypy3 node:nodejs npm:npm
        echo python3-numpy python3-pandas python3-cloudpickle python3-sklearn
    fi
}

missing_of() {
    local need
    for need in $(needs_of "$1"); do
        if [[ $need == *:* ]]; then
            have "${need%%:*}" || echo "${need##*:}"
        else
            dpkg-query -W -f '${db:Status-Status}' "$need" 2>/dev/null | grep -qx installed ||
                echo "$need"
        fi
    done
}

install_missing() {
    local missing sudo=
    if have apt-get; then
        missing=$(missing_of "$1" | xargs)
        if [ -n "$missing" ]; then
            say "installing $missing"
            if [ "$(id -u)" != 0 ]; then
                have sudo || die "please install $missing"
                sudo=sudo
            fi
            $sudo apt-get -o DPkg::Lock::Timeout=300 -qq update
            # shellcheck disable=SC2086 # a list of words
            $sudo env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 \
                install -qqy --no-install-recommends $missing >/dev/null
        fi
    elif ! { have "$CXX" && have cmake && have "$PYTHON" && { have ninja || have make; }; }; then
        die "please install a C++20 compiler, cmake 3.25 or newer, ninja or make, and python3" \
            "(also good to have: fmt, Catch2, numpy, pandas, cloudpickle, scikit-learn, node, npm)"
    fi
    if [ "$1" != demo ]; then install_pyodide; fi
}

# CPython 3.14 for the interop tests, as WebAssembly.
install_pyodide() {
    local dir=build/pyodide
    if [ -e $dir/node_modules/pyodide/pyodide.mjs ]; then return; fi
    mkdir -p $dir
    if ! have npm || ! npm install --prefix $dir --no-audit --no-fund --fetch-retries=1 \
        --fetch-timeout=60000 --loglevel=error pyodide@314; then
        say "MISSING: pyodide could not be installed, so nothing is tested with CPython 3.14"
    fi
}

# For what only clang can do.
use_clang() {
    if [[ ${CXX##*/} != clang* ]]; then
        CXX=$(have clang++-16 && echo clang++-16 || echo clang++)
        export CXX
    fi
}

# '-16', or nothing for the clang++ of no version.
version_of_clang() { sed -n 's/.*clang++\(-[0-9]*\)$/\1/p' <<<"$CXX"; }

# ---- building -------------------------------------------------------------------------------

configure() {
    local args=(-DCMAKE_BUILD_TYPE="$BUILD_TYPE" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON)
    if [ ! -e "$BUILD_DIR/CMakeCache.txt" ] && have ninja; then args+=(-G Ninja); fi
    if have ccache; then
        # The same compilation in another clone is found in the cache too.
        export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
        args+=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
    fi
    # shellcheck disable=SC2086 # a list of words
    cmake -S . -B "$BUILD_DIR" "${args[@]}" "$@" ${CMAKE_ARGS:-}
}

build() { cmake --build "$BUILD_DIR" --parallel "$JOBS" "$@"; }

# ---- the commands ---------------------------------------------------------------------------

demo() {
    BUILD_DIR=build/demo BUILD_TYPE=Release
    local source name
    source=$(echo examples/01_*.cpp)
    name=$(basename "$source" .cpp)
    install_missing demo
    configure -DBRINE_BUILD_TESTS=OFF
    build --target "example_$name"

    pickle=$(mktemp)
    trap 'rm -f "$pickle"' EXIT
    say "$source writes a pickle"
    "$BUILD_DIR/examples/example_$name" "$pickle"
    say "$(echo examples/01_*.py) reads it"
    "$PYTHON" examples/01_*.py "$pickle"
}

# run_tests [CMAKE_ARG]... ends with the line 'N passed, N failed'; what stops before the tests
# counts as one failure. LEVELS, where it is set, are those whose tests alone are built and run.
run_tests() {
    local level targets=() only=()
    for level in ${LEVELS:-}; do targets+=(--target "brine_test_$level"); done
    if [ -n "${LEVELS:-}" ]; then only=(--tests-regex "^(${LEVELS// /|})/"); fi
    passed=0 failed=1 skipped=0
    trap 'status=$?; closing_line; exit $status' EXIT
    install_missing test
    configure -DBRINE_BUILD_TESTS=ON "$@"
    build "${targets[@]}"

    say "the Pythons that the pickles are tried on"
    "$PYTHON" tests/interop/pythons.py --list || true

    local status=0 report=$BUILD_DIR/ctest.xml
    rm -f "$report"
    ctest --test-dir "$BUILD_DIR" --parallel "$JOBS" --output-on-failure --no-tests=error \
        --timeout "${TIMEOUT:-900}" "${only[@]}" \
        --output-junit "$(realpath "$BUILD_DIR")/ctest.xml" || status=$?
    [ -e "$report" ] || return 1
    skipped=$(($(count skipped "$report") + $(count disabled "$report")))
    failed=$(count failures "$report")
    passed=$(($(count tests "$report") - failed - skipped))
    return $status
}

count() { grep -o -m1 "\b$1=\"[0-9]*\"" "$2" | tr -dc 0-9; }

closing_line() {
    if [ "$skipped" = 0 ]; then
        echo "$passed passed, $failed failed"
    else
        echo "$passed passed, $failed failed, $skipped skipped"
    fi
}

# Where the tests run besides g++ and clang on this machine: compilers, packages, what CMake is told.
# No debugging information, which would cost much of the compiler's time.
platform_one() {
    local name=$1 toolchain=$PWD/cmake/toolchains/$1.cmake args=()
    BUILD_DIR=build/platform-$name BUILD_TYPE=None
    if [ -e "$toolchain" ]; then args+=(-DCMAKE_TOOLCHAIN_FILE="$toolchain"); fi
    case $name in
        libcxx) CXX=clang++-16 PACKAGES="libc++-16-dev libc++abi-16-dev" ;;
        i386) CXX=g++ PACKAGES=g++-i686-linux-gnu ;;
        s390x) CXX=g++ PACKAGES="g++-s390x-linux-gnu qemu-user" TIMEOUT=7200 ;;
        no-rtti)
            args+=(-DCMAKE_CXX_FLAGS=-fno-rtti)
            LEVELS="no_rtti base wire model tools" ;;  # of the others, tests of what needs it
        thread)
            CXX=clang++-16
            args+=(-DBRINE_SANITIZE=thread)
            export TSAN_OPTIONS=report_signal_unsafe=0 ;;  # a test pickles in a signal's handler
        *) die "there is no platform $name" ;;
    esac
    run_tests "${args[@]}"
}

platform() {
    local name status=0
    if [ $# = 0 ]; then set -- libcxx i386 s390x no-rtti thread; fi
    for name in "$@"; do
        say "platform $name"
        set +e  # not (...) || status=1, which would let what fails in there go on
        (set -e; platform_one "$name")
        status=$((status | $?))
        set -e
    done
    return $status
}

bench() {
    [ -e tests/bench/run.sh ] || die "there are no benchmarks yet"
    install_missing demo
    exec bash tests/bench/run.sh "$@"
}

fuzz_targets=(load inert fixpoint edit hooks split multi oom structured typed differential
    example)

build_fuzzers() {
    BUILD_DIR=build/fuzz BUILD_TYPE=RelWithDebInfo
    use_clang
    install_missing demo
    configure -DBRINE_BUILD_TESTS=OFF -DBRINE_BUILD_EXAMPLES=OFF -DBRINE_BUILD_FUZZERS=ON
    build
    # By default a sanitizer keeps 256 MB from being used again, half of what a target may take.
    export ASAN_OPTIONS=quarantine_size_mb=64:${ASAN_OPTIONS:-}
    programs=$BUILD_DIR/tests/fuzz findings=$BUILD_DIR/findings
    mkdir -p "$findings"
    unpack_corpus
}

kept_corpus=tests/fuzz/corpus.tar.xz corpus=build/fuzz/corpus

unpack_corpus() {
    if [ ! -e $corpus ]; then
        mkdir -p $corpus
        tar -xJf $kept_corpus -C $corpus
    fi
}

# JOBS targets at a time, from the kept corpus and what earlier runs added to it; and the bug that
# is planted in the example has to be found. Ends with 'N passed, N failed', of targets.
fuzz() {
    local minutes=${1:-1} targets=("${@:2}")
    passed=0 failed=1 skipped=0
    trap 'status=$?; closing_line; exit $status' EXIT
    build_fuzzers
    if [ ${#targets[@]} = 0 ]; then targets=("${fuzz_targets[@]}"); fi

    printf '%-14s %12s %10s %10s %10s\n' target executions coverage 'CPU s' findings
    failed=0
    local target running=0
    for target in "${targets[@]}"; do
        if [ $running = "$JOBS" ]; then one_is_done; fi
        fuzz_one "$target" "$minutes" &
        running=$((running + 1))
    done
    while [ $running != 0 ]; do one_is_done; done
    count_one ctest --test-dir "$BUILD_DIR" --tests-regex '^fuzz/planted$' --no-tests=error \
        --output-on-failure
    [ $failed = 0 ]
}

one_is_done() {
    count_one wait -n
    running=$((running - 1))
}

count_one() {
    if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

# In seconds. From few bytes these two make values that fill a frame, which they write in each way.
longest_run() {
    case $1 in typed | example) echo 25 ;; *) echo 5 ;; esac
}

# One line: executions, edges covered, seconds of CPU, findings. It fails where there are findings.
fuzz_one() {
    local target=$1 log=$BUILD_DIR/$1.log length=4096 folder inputs=("$corpus/$1")
    if [ "$target" = load ]; then length=1048576; fi
    for folder in tests/fuzz/seeds "tests/fuzz/regressions/$target"; do
        if [ -d "$folder" ]; then inputs+=("$folder"); fi
    done
    mkdir -p "$corpus/$target"
    local TIMEFORMAT='%U %S' seconds
    seconds=$({ time "$programs/brine_fuzz_$target" "${inputs[@]}" -dict="$programs/opcodes.dict" \
        -max_len=$length -rss_limit_mb=512 -timeout="$(longest_run "$target")" \
        -report_slow_units="$(longest_run "$target")" -max_total_time=$((60 * $2)) \
        -artifact_prefix="$findings/$target-" -print_final_stats=1 >"$log" 2>&1 || true; } 2>&1)

    local executed covered found
    executed=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    covered=$(sed -n 's/^#.* cov: \([0-9]*\).*/\1/p' "$log" | tail -n 1)
    found=$(find "$findings" -name "$target-*" | wc -l)
    printf '%-14s %12s %10s %10.0f %10s\n' "$target" "${executed:-?}" "${covered:-?}" \
        "$(echo "$seconds" | awk '{ print $1 + $2 }')" "$found"
    if [ "$found" = 0 ] && [ -n "$executed" ]; then return; fi
    # All that is needed to go on elsewhere: what was said, and the input.
    grep -a -v '^#[0-9]' "$log" | cut -c 1-300 |
        grep -a -A 40 -m 1 -E '^found|ERROR|runtime error' || tail -n 20 "$log"
    local input
    for input in "$findings/$target"-*; do
        if [ -e "$input" ]; then echo "$input, in base64: $(base64 -w 0 "$input")"; fi
    done
    return 1
}

# The fewest inputs that cover what all of them cover, packed in an order that does not change.
keep() {
    build_fuzzers
    local target least=$BUILD_DIR/least
    rm -rf "$least"
    for target in "${fuzz_targets[@]}"; do
        mkdir -p "$least/$target" "$corpus/$target"
        say "$target"
        "$programs/brine_fuzz_$target" -merge=1 -max_len=4096 -rss_limit_mb=512 -timeout=60 \
            -artifact_prefix="$findings/$target-" \
            "$least/$target" "$corpus/$target" tests/fuzz/seeds >"$BUILD_DIR/merge.log" 2>&1 ||
            die "the inputs of $target could not be merged: see $BUILD_DIR/merge.log"
        echo "$(find "$corpus/$target" -type f | wc -l) inputs, of which" \
            "$(find "$least/$target" -type f | wc -l) are kept"
    done
    tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -cJf $kept_corpus -C "$least" .
    rm -rf "$corpus"
    mv "$least" "$corpus"
}

# Of a program that counts; two are compiled without.
export_coverage() {
    local said to=$2/${1##*/}.json
    if ! said=$("llvm-cov$version" export --skip-expansions --instr-profile="$2.profdata" "$1" \
        2>&1 >"$to"); then
        rm "$to"
        case $said in
            *"No coverage data found"*) echo "${1##*/} does not count" ;;
            *) die "llvm-cov of $1: $said" ;;
        esac
    fi
}

# Fails where the tests leave out more than cmake/coverage.py allows.
coverage() {
    BUILD_DIR=build/coverage BUILD_TYPE=Coverage  # neither optimized nor with debug information
    use_clang
    install_missing coverage
    configure -DBRINE_BUILD_TESTS=ON -DBRINE_COVERAGE=ON
    unset CCACHE_NOHASHDIR  # the counters name the files of this clone
    LLVM_PROFILE_FILE=$PWD/$BUILD_DIR/build.profraw build  # which lists the tests
    local profiles=$PWD/$BUILD_DIR/profiles version
    version=$(version_of_clang)
    rm -rf "$profiles"
    mkdir -p "$profiles/tests" "$profiles/fuzz"

    say "all tests"
    LLVM_PROFILE_FILE=$profiles/tests/%4m.profraw ctest --test-dir "$BUILD_DIR" \
        --parallel "$JOBS" --timeout 900 --no-tests=error --output-on-failure \
        --exclude-regex '^(compile_fail|consume|headers|readme)/'

    say "the fuzz corpus"
    unpack_corpus
    local program target folder inputs
    for program in "$BUILD_DIR"/tests/fuzz/brine_replay_*; do
        target=${program##*/brine_replay_}
        inputs=()
        for folder in tests/fuzz/seeds "tests/fuzz/regressions/$target" "$corpus/$target"; do
            if [ -d "$folder" ]; then inputs+=("$folder"); fi
        done
        printf '%s: ' "$target"
        LLVM_PROFILE_FILE=$profiles/fuzz/%4m.profraw "$program" "${inputs[@]}" \
            2>"$profiles/$target.log" || die "fails; its input is the last in $profiles/$target.log"
    done

    local kind
    for kind in tests fuzz; do
        "llvm-profdata$version" merge "$profiles/$kind"/*.profraw -o "$profiles/$kind.profdata"
        for program in "$BUILD_DIR"/tests/brine_* "$BUILD_DIR"/tests/fuzz/brine_* \
            "$BUILD_DIR"/examples/example_* "$BUILD_DIR"/examples/pickletool/pickletool; do
            if [ ! -x "$program" ] || [ -d "$program" ]; then continue; fi
            export_coverage "$program" "$profiles/$kind"
        done
    done
    "$PYTHON" cmake/coverage.py . "$profiles/tests" "$profiles/fuzz" "$BUILD_DIR/uncovered.txt"
}

# Not in BUILD_DIR, because headers are broken in copies of the tree.
mutate() {
    install_missing test
    exec "$PYTHON" -B tests/mutation/mutate.py --jobs "$JOBS" "$@"
}

case ${1:-} in
    demo) demo ;;
    test) run_tests ;;
    setup) install_missing test ;;
    bench) shift; bench "$@" ;;
    platform) shift; platform "$@" ;;
    fuzz) shift; fuzz "$@" ;;
    keep) keep ;;
    coverage) coverage ;;
    mutate) shift; mutate "$@" ;;
    *) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"; exit 2 ;;
esac
