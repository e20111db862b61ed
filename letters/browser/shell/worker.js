// Owns Python, and answers one request after the other; knows no network.
"use strict";
const NOTHING = "[]"; // no files of the person's
let python, inside, shown = NOTHING;
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

// Pyodide tries to load nothing by this, to see what it runs in: the policy would refuse it, and the console say so.
self.importScripts = () => { throw new TypeError("nothing is loaded here"); };

// An archive: a line of JSON with path and size of each file, and then their contents.
function lay(data) {
  const end = data.indexOf(10);
  let at = end + 1;
  for (const [name, size] of JSON.parse(new TextDecoder().decode(data.subarray(0, end)))) {
    const path = `/${name}`;
    python.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    python.FS.writeFile(path, data.subarray(at, at += size), { canOwn: true });
  }
}

// What the browser cannot unpack itself, and is smaller so.
function unpacked(data) {
  const bytes = python.runPython("import lzma; lambda data: lzma.decompress(data.to_bytes())")(data);
  const view = bytes.getBuffer();
  try { return view.data.slice(); } finally { view.release(); bytes.destroy(); }
}

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
  lay(files["first.files"]);
  lay(unpacked(files["catalogues.files.xz"]));
  files = {};
  python.runPython("import sys; sys.dont_write_bytecode = True; sys.path[:0] = ['/program', '/packages']");
  tell("step", { step: "program" });
  inside = python.pyimport("letters.browser.inside");
  const before = python.toPy(kept);
  const bytes = python.runPython("lambda files: {name: bytes(data) for name, data in files.items()}")(before);
  inside.begin(bytes, (done, people) => tell("progress", { done, people }));
  shown = marks();
  tell("step", { step: "pages" });
}

// What only other pages need, or a book: unpacked once, when it has come from the page around.
let arrived, completed;
const later = new Promise((done) => { arrived = done; });
const complete = () => completed ??= later.then((data) => {
  lay(unpacked(data));
  python.runPython("import importlib; importlib.invalidate_caches()");
});

// When the first page stands: one file of the pages after the other, and what is asked meanwhile goes before.
function prepare() {
  if (inside.load_more()) setTimeout(prepare);
}

// Which files there are, how large and how old: whether something has changed.
function marks() {
  return python.runPython(`
from letters.browser.inside import files as _files
repr([(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in _files._paths()])`);
}

const plain = (proxy) => {
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
  if (data.kind === "later") return arrived(new Uint8Array(data.data));
  if (data.kind === "prepare") return void complete().then(prepare);
  try {
    const isFirst = shown === NOTHING && (data.target === "/" || data.target?.startsWith("/static/"));
    if (!isFirst) await complete();
    const answer = deeds[data.kind](data);
    ports[0].postMessage(answer, answer.body ? [answer.body.buffer] : []);
  } catch (error) {
    if (!isExplained(error)) return tell("died", { reason: String(error?.message ?? error).slice(-600) });
    ports[0].postMessage({ wrong: error.message.trim().split("\n").pop().replace(/^[\w.]+: /, "") });
  }
};
