// Runs a Python script in pyodide, CPython compiled to WebAssembly, as python3 would run it:
//   node pyodide_run.mjs <folder of the npm package> SCRIPT [ARGS...]
//   node pyodide_run.mjs <folder of the npm package> -c CODE
// The folders of the working directory, of the script and of every argument that is a path are
// seen by the script under their own names.
import { existsSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const [pkg, script, ...args] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(path.join(pkg, "pyodide.mjs")).href);
const pyodide = await loadPyodide({ packageBaseUrl: pkg });

function folderOf(name) {
    const full = path.resolve(name);
    return existsSync(full) && statSync(full).isDirectory() ? full : path.dirname(full);
}

// Outer folders first: a folder inside one that is already mounted is seen through it.
const names = [".", ...(script === "-c" ? [] : [script]), ...args.filter((a) => a.includes("/"))];
const folders = [...new Set(names.map(folderOf))].filter((dir) => dir !== "/" && existsSync(dir));
const mounted = [];
for (const dir of folders.sort((a, b) => a.length - b.length)) {
    if (!mounted.some((outer) => dir.startsWith(outer + "/"))) {
        pyodide.mountNodeFS(dir, dir);
        mounted.push(dir);
    }
}

const words = [script === "-c" ? "-c" : path.resolve(script), ...args];
pyodide.globals.set("words", pyodide.toPy(words));
pyodide.globals.set("folder", process.cwd());
process.exitCode = pyodide.runPython(`
import os, runpy, sys, traceback

def start(words, folder):
    sys.dont_write_bytecode = True
    os.chdir(folder)
    try:
        if words[0] == "-c":
            sys.argv = ["-c", *words[2:]]
            exec(words[1], {"__name__": "__main__"})
        else:
            sys.argv = words
            sys.path.insert(0, os.path.dirname(words[0]))
            runpy.run_path(words[0], run_name="__main__")
    except SystemExit as stop:
        if stop.code is None or isinstance(stop.code, int):
            return stop.code or 0
        print(stop.code, file=sys.stderr)
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0

start(words, folder)
`);
