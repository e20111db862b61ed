// Runs Python as letters.html does, under node, from its folder: node inside.mjs PYODIDE FOLDER PROGRAM [HOST=INSIDE …]
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [core, folder, program, ...mounts] = process.argv.slice(2);
const parts = join(folder, "parts");
const part = (name) => readFileSync(join(parts, readdirSync(parts).find((one) => one.endsWith(`-${name}.bin`))));
const library = join(mkdtempSync(join(tmpdir(), "library-")), "python_stdlib.zip");
writeFileSync(library, gunzipSync(part("python_stdlib")));
const { loadPyodide } = await import(pathToFileURL(join(core, "pyodide.mjs")));
// pytest wants more of the library than the pages do
const python = await loadPyodide({ indexURL: core, env: { HOME: "/home/pyodide", CHOSEN: process.env.CHOSEN ?? "" }, ...(process.env.WHOLE ? {} : { stdLibURL: library }) });
for (const mount of mounts) {
  const [host, inside] = mount.split("=");
  python.FS.mkdirTree(inside);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: host }, inside);
}
for (const name of ["packages", "later", "program"]) {
  python.globals.set("data", python.toPy(new Uint8Array(part(name))));
  python.runPython(`
import json, lzma, sys
from pathlib import Path
index, _, content = lzma.decompress(data).partition(b"\\n")
at = 0
for name, size in json.loads(index):
    path = Path("/${name === "later" ? "packages" : name}") / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content[at:at + size])
    at += size
`);
}
python.runPython("sys.path[:0] = ['/program', '/packages']; sys.dont_write_bytecode = True");
try { python.runPython(readFileSync(program, "utf-8")); }
catch (error) { process.stderr.write(`${String(error.message).slice(-3000)}\n`); process.exit(1); }
