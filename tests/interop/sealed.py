"""Loads all pickles there are, and some that would do harm in Python, in a process that may only
take memory, write and end: sealed.py PROGRAM"""

import os
import pathlib
import subprocess
import sys
import tempfile

HARM = [b"cos\nsystem\n(S'touch harm'\ntR.",
        b"cbuiltins\nopen\n(S'/etc/passwd'\ntR.",
        b"cposix\nfork\n)R.", b"csocket\nsocket\n)R.", b"cos\ngetenv\n(S'HOME'\ntR.",
        b"(S'touch harm'\nios\nsystem\n.", b"(cos\nsystem\nS'touch harm'\no.",
        b"cctypes\nCDLL\n(S'libc.so.6'\ntR.", b"c../../etc/passwd\nx\n.", b"P/etc/passwd\n.",
        b"\x80\x02\x82\x01.", b"cthis\ns\n.", b"cbuiltins\neval\n(Vopen('harm', 'w')\ntR."]


def run(program, *arguments):
    done = subprocess.run([program, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return done.returncode, (done.stdout + done.stderr).decode()


def main():
    program = os.path.abspath(sys.argv[1])
    tests = pathlib.Path(__file__).resolve().parent.parent
    files = [path for path in sorted((tests / "data/pickles").rglob("*.pickle"))
             if path.stat().st_size < 100_000]
    files += [path for path in sorted((tests / "fuzz").rglob("*"))
              if {"seeds", "regressions"} & set(path.parts) and path.is_file()]
    with tempfile.TemporaryDirectory() as folder:
        for i, harm in enumerate(HARM):
            files.append(pathlib.Path(folder, f"{i}.pickle"))
            files[-1].write_bytes(harm)
        os.chdir(folder)
        status, text = run(program, *map(str, files))
        if text.startswith("MISSING:"):
            print(text, end="")
            return
        if status != 0 or pathlib.Path(folder, "harm").exists():
            sys.exit(f"loading {len(files)} pickles ended with {status}\n{text}")
    loaded = int(text.split()[0])
    if len(files) < 400 or loaded < 0.95 * len(files):
        sys.exit(f"of {len(files)} pickles only {loaded} were loaded")
    # The seal holds.
    for what in ("open", "fork", "getenv"):
        status, text = run(program, what)
        if status == 0:
            sys.exit(f"{what} went through: {text}")
    print(f"{loaded} of {len(files)} pickles loaded")


main()
