// Owns Python, and answers one request after the other; knows no network.
"use strict";
let python, inside, shown = "";
let complete; // unpacks what the first page does not need
const tell = (kind, rest = {}, moved = []) => postMessage({ kind, ...rest }, moved);

// Pyodide fetches its own files: they are here already, and nothing else is ever answered.
let files = {};
self.fetch = async (asked) => {
  const name = String(asked.url ?? asked).split("/").pop();
  if (!files[name]) throw new TypeError(`${name} is not in this file`);
  const type = name.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
  return new Response(files[name], { headers: { "Content-Type": type } });
};

// Of this Pyodide, whose list of packages is not used.
const LOCK = { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2" };

const UNPACK = `
import importlib, json, lzma, os, sys
def unpack(data, folder):
    index, _, content = lzma.decompress(data).partition(b"\\n")
    content, at = memoryview(content), 0
    for name, size in json.loads(index):
        path = f"{folder}/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb", buffering=0) as file:
            file.write(content[at:at + size])
        at += size
    if folder not in sys.path:
        sys.path.insert(0, folder)
    importlib.invalidate_caches()
sys.dont_write_bytecode = True
unpack
`;

async function begin({ parts, kept }) {
  files = parts;
  const script = (name) => URL.createObjectURL(new Blob([files[name]], { type: "text/javascript" }));
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all(
    [import(script("pyodide.mjs")), import(script("pyodide.asm.mjs"))]);
  python = await loadPyodide({
    indexURL: "https://letters.invalid/", stdLibURL: "https://letters.invalid/python_stdlib.zip",
    lockFileContents: { info: LOCK, packages: {} }, packageBaseUrl: "https://letters.invalid/", createPyodideModule,
  });
  tell("step", { step: "python" });
  const unpack = python.runPython(UNPACK);
  const laid_out = (name, folder) => {
    const data = python.toPy(files[`${name}.files`]);
    delete files[`${name}.files`];
    unpack(data, folder);
    data.destroy();
  };
  for (const name of ["packages", "program"]) {
    laid_out(name, `/${name}`);
    tell("step", { step: name });
  }
  complete = () => { complete = () => undefined; laid_out("later", "/packages"); files = {}; };
  inside = python.pyimport("letters.browser.inside");
  const before = python.toPy(kept);
  const bytes = python.runPython("lambda files: {name: bytes(data) for name, data in files.items()}")(before);
  inside.begin(bytes, (done, people) => tell("progress", { done, people }));
  shown = marks();
  tell("step", { step: "pages" });
}

// Which files there are, how large and how old: whether something has changed.
function marks() {
  return python.runPython(`
from letters.browser.inside import files as _files
repr([(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in _files._paths()])`);
}

const plain = (proxy, way) => {
  const made = proxy.toJs({ dict_converter: Object.fromEntries });
  proxy.destroy();
  return made;
};

function tellKept() {
  const now = marks();
  if (now === shown) return;
  shown = now;
  tell("kept", { files: plain(inside.kept()) });
}

const deeds = {
  ask({ method, target, type, body, languages }) {
    const data = python.toPy(new Uint8Array(body));
    const answer = inside.answer(method, target, type, python.globals.get("bytes")(data), languages);
    data.destroy();
    const [status, headers, content] = plain(answer);
    if (method !== "GET") tellKept();
    return { status, headers, body: content };
  },
  open({ name, body }) {
    const data = python.toPy(new Uint8Array(body));
    const answer = plain(inside.open_file(name, python.globals.get("bytes")(data)));
    data.destroy();
    tellKept();
    return answer;
  },
  together: () => ({ body: plain(inside.together()) }),
};

// What Python explains is an answer; what it cannot survive is the end of this worker, and so is a memory that is full.
const isExplained = (error) => error?.name === "PythonError" && !["SystemError", "MemoryError"].includes(error.type);

onmessage = async ({ data, ports }) => {
  if (data.kind === "begin") {
    try { await begin(data); } catch (error) { tell("failed", { reason: String(error?.message ?? error).slice(-600) }); }
    return;
  }
  try {
    if (data.target !== "/" && !data.target?.startsWith("/static/")) complete();
    const answer = deeds[data.kind](data);
    ports[0].postMessage(answer, answer.body ? [answer.body.buffer] : []);
    setTimeout(() => complete(), 300); // while the first page is looked at
  } catch (error) {
    if (!isExplained(error)) return tell("died", { reason: String(error?.message ?? error).slice(-600) });
    ports[0].postMessage({ wrong: error.message.trim().split("\n").pop().replace(/^[\w.]+: /, "") });
  }
};
