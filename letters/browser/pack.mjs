// Runs pack.py inside Pyodide: node pack.mjs PYODIDE STAGE OUT PACK.PY LANGUAGES
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const [core, stage, out, program, languages] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${core}/pyodide.mjs`));
// with the library as it is packed, so that what is left out of it is missed here
const python = await loadPyodide({ indexURL: core, stdLibURL: `${stage}/library.zip`,
  env: { HOME: "/home/pyodide", PYTHONHASHSEED: "0", PYTHONNODEBUGRANGES: "1" }, // the same bytes again; columns of traces would take a fifth
});
for (const [at, folder] of [["/stage", stage], ["/out", out]]) {
  python.FS.mkdir(at);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, at);
}
// what unpacks (worker.js) is there from the start, too
python.runPython("import importlib, json, lzma, os, sys; sys.dont_write_bytecode = True; begun = frozenset(sys.modules)");
python.globals.set("languages", languages.split(","));
try { python.runPython(readFileSync(program, "utf-8") + "\npack('/stage', '/out', list(languages), begun)"); }
catch (error) { process.stderr.write(`${String(error.message).trim()}\n`); process.exit(1); }
