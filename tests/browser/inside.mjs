// Runs Python as letters.html does, under node, from its folder: node inside.mjs PYODIDE FOLDER PROGRAM [HOST=INSIDE …]
import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [core, folder, program, ...mounts] = process.argv.slice(2);
const parts = join(folder, "parts");
const part = (name) => readFileSync(join(parts, readdirSync(parts).find((one) => one.endsWith(`-${name}.bin`))));
const halves = (data) => [data.subarray(0, data.indexOf(10)), null, data.subarray(data.indexOf(10) + 1)];
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
const unpack = python.runPython("import lzma; lambda data: lzma.decompress(data.to_bytes()).partition(b'\\n')");
for (const name of ["first", "catalogues", "later"]) {
  const [index, , content] = name === "first" ? halves(gunzipSync(part(name))) : unpack(new Uint8Array(part(name))).toJs();
  let at = 0;
  for (const [path, size] of JSON.parse(new TextDecoder().decode(index))) {
    python.FS.mkdirTree(`/${path}`.slice(0, path.lastIndexOf("/") + 1));
    python.FS.writeFile(`/${path}`, content.subarray(at, at += size));
  }
}
python.runPython("import sys; sys.path[:0] = ['/program', '/packages']; sys.dont_write_bytecode = True");
try { python.runPython(readFileSync(program, "utf-8")); }
catch (error) { process.stderr.write(`${String(error.message).slice(-3000)}\n`); process.exit(1); }
