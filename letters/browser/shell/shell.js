// The page around the program: starts it, shows its pages, opens and saves files. Nothing it holds goes anywhere else.
"use strict";
window.lettersBegun = true;
if (canRun) (() => {
  const byId = (id) => document.getElementById(id);
  const facts = JSON.parse(byId("facts").textContent);
  const preferred = navigator.languages ?? [navigator.language];
  let language = preferred.map((one) => one.slice(0, 2)).find((one) => facts.words[one]) ?? "en";
  const say = (name, values = {}) =>
    facts.words[language][name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  const made = (tag, values = {}, ...inside) => {
    const element = Object.assign(document.createElement(tag), values);
    element.append(...inside);
    return element;
  };
  const clear = (element, ...inside) => element.replaceChildren(...inside);
  const name_of = (path) => path.split("/").pop();

  // --- the start -------------------------------------------------------------------------------------------------

  const STEPS = ["loading", "python", "program", "pages"];

  function showStart() {
    document.documentElement.lang = language;
    document.title = byId("start-title").textContent = byId("name").textContent = say("title");
    byId("start-text").textContent = say("starting");
    clear(byId("steps"), ...STEPS.map((step) => made("li", { id: `step-${step}`, textContent: say(step) })));
    showStep(0);
  }

  function showStep(number) {
    STEPS.forEach((step, at) => { byId(`step-${step}`).className = at < number ? "done" : at === number ? "now" : ""; });
    byId("start-bar").value = (100 * number) / STEPS.length;
  }

  function showWrong(text) {
    byId("start").hidden = false;
    byId("pages").hidden = true;
    byId("start-wrong").textContent = text;
  }

  // --- the parts: in this file, or beside it ----------------------------------------------------------------------

  const LATER = "later.files.xz";
  const LICENCES = "licences.json.gz"; // for people, not for the program
  const packed = new Map(); // name -> Blob, kept for another start of the program

  // What the first page takes, or all else.
  async function load(isFirst) {
    const wanted = facts.parts.filter(({ first }) => first === isFirst);
    let done = 0;
    await Promise.all(wanted.map(async (part) => {
      const data = await (part.path ? fromBeside(part.path) : fromHere(part.name));
      if (!(await isWhole(data, part.sha256))) throw new Error(say("damaged", { name: part.name }));
      packed.set(part.name, new Blob([data]));
      if (isFirst) byId("start-bar").value = (100 * (done += 1)) / wanted.length / STEPS.length;
    }));
  }

  function fromHere(name) {
    const element = byId(`part-${name}`), text = element.textContent;
    element.remove();
    return Uint8Array.fromBase64?.(text) ?? slowly(atob(text));
  }

  function slowly(text) { // for a browser of before 2025
    const data = new Uint8Array(text.length);
    for (let at = 0; at < data.length; at += 1) data[at] = text.charCodeAt(at);
    return data;
  }

  const parsed = () => document.readyState === "loading"
    ? new Promise((done) => document.addEventListener("DOMContentLoaded", done, { once: true })) : Promise.resolve();

  async function fromBeside(path) {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.arrayBuffer();
  }

  const hex = (data) => [...new Uint8Array(data)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  async function isWhole(data, sha256) {
    if (!crypto.subtle) return true; // a web space without https
    return hex(await crypto.subtle.digest("SHA-256", data)) === sha256;
  }

  // From here on nothing is loaded any more: a second policy closes what the first left open.
  function shut() {
    document.head.append(made("meta", { httpEquiv: "Content-Security-Policy", content: facts.shut }));
  }

  async function unpacked(name) {
    const stream = packed.get(name).stream();
    const plain = name.endsWith(".gz") ? stream.pipeThrough(new DecompressionStream("gzip")) : stream;
    return new Uint8Array(await new Response(plain).arrayBuffer());
  }

  // --- the program -------------------------------------------------------------------------------------------------

  let everything; // done when all parts are here; in the file they are read while Python starts
  let worker, files = {}, waiting = new Map(), number = 0, isReady = false, isRestarted = "";

  async function start() {
    const text = byId("worker").textContent;
    const mine = worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
    worker.onmessage = ({ data }) => heard[data.kind](data);
    worker.onerror = (event) => { event.preventDefault(); heard.died({ reason: event.message }); };
    const names = facts.parts.filter(({ first }) => first).map(({ name }) => name);
    const parts = await Promise.all(names.map(async (name) => [name.replace(/\.gz$/, ""), await unpacked(name)]));
    mine.postMessage({ kind: "begin", parts: Object.fromEntries(parts), kept: files }, parts.map(([, data]) => data.buffer));
    await (everything ??= parsed().then(() => load(false)));
    mine.postMessage({ kind: "later", data: await packed.get(LATER).arrayBuffer() });
  }

  const heard = {
    step({ step }) {
      showStep(STEPS.indexOf(step) + 1);
      if (step === "pages") begun();
    },
    progress({ done, people }) { byId("state").textContent = say("people", { done, people }); },
    kept({ files: now }) { takeIn(now); remember(); },
    failed: ({ reason }) => showWrong(say("failed", { reason })),
    died({ reason }) {
      console.warn(`the program ended: ${reason}`);
      if (!isReady) return heard.failed({ reason });
      restart(say("died"));
    },
  };

  function restart(why) {
    worker.terminate();
    isReady = false;
    isRestarted = why;
    const cut = [...waiting.values()];
    waiting.clear();
    byId("stop").hidden = true;
    start();
    cut.forEach((refuse) => refuse(new Error(why)));
  }

  function begun() {
    isReady = true;
    byId("start").hidden = true;
    byId("bar").hidden = byId("pages").hidden = false;
    showBar();
    showState(isRestarted || say("ready"));
    const path = history.state?.path ?? "/";
    isRestarted = "";
    show("GET", path, { keeps: true }).then(() => worker.postMessage({ kind: "prepare" }));
  }

  function call(kind, values = {}, moved = []) {
    return new Promise((done, refuse) => {
      const channel = new MessageChannel(), mine = ++number;
      waiting.set(mine, refuse);
      channel.port1.onmessage = ({ data }) => {
        channel.port1.close();
        if (!waiting.delete(mine)) return;
        if (data.wrong) refuse(new Error(data.wrong)); else done(data);
      };
      worker.postMessage({ kind, ...values }, [channel.port2, ...moved]);
    });
  }

  // One request, and where it leads: after a change the program sends on to another page.
  async function carry(method, target, body = null) {
    for (let steps = 0; steps < 6; steps += 1) {
      const sent = new Response(body);
      const data = body === null ? new ArrayBuffer(0) : await sent.arrayBuffer();
      const type = body === null ? "" : sent.headers.get("Content-Type") ?? "";
      const languages = preferred.join(",");
      const answer = await call("ask", { method, target: target.split("#")[0], type, body: data, languages }, [data]);
      const headers = new Map(answer.headers.map(([name, value]) => [name.toLowerCase(), value]));
      const next = headers.get("location");
      if (!next) return { ...answer, headers, target };
      [method, target, body] = ["GET", inner(next, target), null];
    }
    throw new Error("the pages lead in a circle");
  }

  window.carryRequest = async (method, target, body = null) => {
    const { status, headers, body: content } = await carry(method, inner(target, here.path), body);
    const type = headers.get("content-type") ?? "";
    return { status, type, body: new Blob([content], { type }) };
  };

  // --- pages -------------------------------------------------------------------------------------------------------

  const frame = byId("pages"), statics = new Map();
  let here = { path: "/", entry: 0 }, entries = 0, typed = new Map(), urls = [];

  const ROOT = "https://letters.invalid";
  const resolved = (href, from) => new URL(href, ROOT + from);
  const isInner = (href, from) => { try { return resolved(href, from).origin === ROOT; } catch { return false; } };
  const inner = (href, from) => { const url = resolved(href, from); return url.pathname + url.search + url.hash; };

  async function show(method, target, { body = null, keeps = false } = {}) {
    const busy = setTimeout(() => showBusy(true), 400);
    let answer;
    try {
      answer = await carry(method, target, body);
    } catch (error) {
      if (isReady) showState(error.message);
      return;
    } finally {
      clearTimeout(busy);
      showBusy(false);
    }
    const type = answer.headers.get("content-type") ?? "";
    if (!type.startsWith("text/html")) return take(answer, type);
    const entry = keeps ? here.entry : ++entries;
    if (!keeps) typed.set(here.entry, fields());
    here = { path: answer.target, entry };
    history[keeps ? "replaceState" : "pushState"]({ ...here }, "");
    await lay(new TextDecoder().decode(answer.body));
  }

  function showBusy(is) {
    frame.inert = is;
    frame.setAttribute("aria-busy", String(is));
    byId("stop").hidden = !is;
    byId("state").textContent = is ? say("working") : calm;
  }

  async function lay(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const scripts = [...page.querySelectorAll("script[src]")].map((script) => script.getAttribute("src"));
    page.querySelectorAll("script, link[rel~=icon], base, meta[http-equiv]").forEach((element) => element.remove());
    for (const link of page.querySelectorAll("link[rel=stylesheet]")) {
      const style = page.createElement("style");
      style.textContent = await fixed(link.getAttribute("href"));
      link.replaceWith(style);
    }
    for (const [selector, name] of [["img[src]", "src"], ["iframe[src], embed[src]", "src"], ["object[data]", "data"]]) {
      for (const element of page.querySelectorAll(selector)) {
        const source = element.getAttribute(name);
        if (source.startsWith("data:")) continue;
        element.removeAttribute(name);
        if (isInner(source, here.path)) element.setAttribute(`data-later-${name}`, inner(source, here.path));
      }
    }
    for (const text of page.querySelectorAll("textarea, pre")) if (text.textContent.startsWith("\n")) text.prepend("\n");
    const policy = page.createElement("meta");
    policy.httpEquiv = "Content-Security-Policy";
    policy.content = facts.inner;
    page.head.prepend(policy);
    for (const text of [facts.carrier, ...await Promise.all(scripts.map(fixed))]) {
      const script = page.createElement("script");
      script.textContent = text;
      page.body.append(script);
    }
    urls.forEach((url) => URL.revokeObjectURL(url));
    urls = [];
    const loaded = new Promise((done) => frame.addEventListener("load", done, { once: true }));
    frame.srcdoc = `<!doctype html>${page.documentElement.outerHTML}`;
    await loaded;
  }

  frame.addEventListener("load", () => { if (frame.srcdoc) bind(frame.contentDocument); }); // a script may load it anew

  async function fixed(href) {
    const path = inner(href, here.path);
    if (!statics.has(path)) statics.set(path, new TextDecoder().decode((await carry("GET", path)).body));
    return statics.get(path);
  }

  function bind(page) {
    const spoken = page.documentElement.lang;
    if (facts.words[spoken] && spoken !== language) { language = spoken; showBar(); showState(say("ready")); }
    document.title = frame.title = page.title;
    document.documentElement.lang = language;
    page.addEventListener("click", clicked);
    page.addEventListener("auxclick", (event) => { if (ours(event)) event.preventDefault(); });
    page.addEventListener("submit", submitted);
    page.querySelectorAll("a[href]").forEach(markOut);
    for (const name of ["src", "data"]) {
      for (const element of page.querySelectorAll(`[data-later-${name}]`)) fill(element, name);
    }
    const before = typed.get(here.entry);
    if (before) refill(page, before);
    frame.contentWindow.focus();
    const mark = here.path.split("#")[1];
    if (mark) page.getElementById(decodeURIComponent(mark))?.scrollIntoView();
  }

  async function fill(element, name) {
    const answer = await carry("GET", element.getAttribute(`data-later-${name}`)).catch(() => null);
    if (!answer) return;
    const url = URL.createObjectURL(new Blob([answer.body], { type: answer.headers.get("content-type") }));
    urls.push(url);
    element.setAttribute(name, url);
  }

  // A link to elsewhere says where it leads, and tells that place nothing.
  function markOut(link) {
    const href = link.getAttribute("href");
    if (isInner(href, here.path)) return;
    let host = "";
    try { host = new URL(href).host; } catch { /* no address at all */ }
    if (!/^https?:/i.test(href) || !host) { if (!/^mailto:/i.test(href)) link.removeAttribute("href"); return; }
    link.target = "_blank";
    link.referrerPolicy = "no-referrer";
    link.relList.add("noopener", "noreferrer");
    if (/\bexternal\b/.test(link.rel)) return; // the page says it already
    const note = link.ownerDocument.createElement("small");
    note.textContent = ` (${say("leads_out", { host })})`;
    link.append(note);
  }

  const ours = (event) => {
    const link = event.target.closest?.("a[href]");
    return link && isInner(link.getAttribute("href"), here.path) ? link : null;
  };

  function clicked(event) {
    const link = ours(event);
    if (!link || event.defaultPrevented) return;
    event.preventDefault();
    const href = link.getAttribute("href");
    if (href.startsWith("#")) return goTo(link.ownerDocument, href.slice(1));
    show("GET", inner(href, here.path));
  }

  function goTo(page, id) {
    const place = page.getElementById(decodeURIComponent(id));
    if (!place) return;
    place.scrollIntoView();
    if (place.tabIndex < 0) place.tabIndex = -1;
    place.focus();
  }

  function submitted(event) {
    if (event.defaultPrevented) return;
    event.preventDefault();
    const form = event.target, by = event.submitter;
    const said = (name) => by?.getAttribute(`form${name}`) ?? form.getAttribute(name) ?? "";
    const method = said("method").toUpperCase() || "GET";
    const data = new frame.contentWindow.FormData(form, by);
    const target = inner(said("action") || here.path.split("#")[0], here.path);
    const flat = () => new URLSearchParams([...data].map(([name, value]) => [name, value.name ?? value]));
    if (method === "GET") return show("GET", `${target.split("?")[0]}?${flat()}`);
    show("POST", target, { body: said("enctype") === "multipart/form-data" ? data : flat() });
  }

  // What was typed is there again when somebody goes back.
  const inputs = (page) => [...page?.querySelectorAll("input:not([type=hidden]):not([type=file]), textarea, select") ?? []];
  const fields = () => inputs(frame.contentDocument).map((one) => [one.name, one.value, one.checked]);

  function refill(page, before) {
    inputs(page).forEach((one, at) => {
      const [name, value, checked] = before[at] ?? [];
      if (name !== one.name) return;
      if (/^(checkbox|radio)$/.test(one.type)) one.checked = checked; else one.value = value;
    });
  }

  window.addEventListener("popstate", ({ state }) => {
    if (!state || !isReady) return;
    byId("viewer").hidden = true;
    typed.set(here.entry, fields());
    here = { ...state };
    show("GET", state.path, { keeps: true });
  });

  // --- what is no page: to be looked at, printed or saved ------------------------------------------------------------

  function take({ headers, body, target }, type) {
    const disposition = headers.get("content-disposition") ?? "";
    const given = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
    const name = given ? decodeURIComponent(given)
      : /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? name_of(target.split(/[?#]/)[0]);
    const blob = new Blob([body], { type });
    if (type.startsWith("application/pdf") && !disposition.startsWith("attachment")) return view(blob, name);
    saveAs(name, blob);
  }

  function view(blob, name) {
    const url = URL.createObjectURL(blob), viewer = byId("viewer"), shown = byId("viewer-frame");
    shown.title = name;
    shown.src = url;
    viewer.hidden = false;
    byId("viewer-back").textContent = say("back");
    byId("viewer-save").textContent = say("save_file");
    byId("viewer-print").textContent = say("print");
    byId("viewer-help").textContent = say("print_help");
    byId("viewer-save").onclick = () => saveAs(name, blob);
    byId("viewer-print").onclick = () => {
      try { shown.contentWindow.print(); } catch { byId("viewer-help").textContent = `${say("print_viewer")} ${say("print_help")}`; }
    };
    byId("viewer-back").onclick = () => {
      viewer.hidden = true;
      shown.removeAttribute("src");
      URL.revokeObjectURL(url);
      frame.contentWindow.focus();
    };
    byId("viewer-back").focus();
  }

  // --- files of the person -------------------------------------------------------------------------------------------

  const unsaved = new Set(); // names of files that changed since they were opened or saved
  const ALL = "letters.zip";
  const chosen = new Map(); // name -> the file on disk that the person chose for it

  const isSame = (one, other) => one?.length === other?.length && (one ?? []).every((byte, at) => byte === other[at]);

  function takeIn(now) {
    for (const name of Object.keys({ ...files, ...now })) {
      const isSetting = name.startsWith("settings/"); // noted by the program itself; nobody would miss it
      if (now[name] && !isSetting && !isSame(files[name], now[name])) unsaved.add(name);
      if (!now[name]) unsaved.delete(name);
    }
    files = now;
    showUnsaved();
  }

  function showUnsaved() {
    byId("unsaved").hidden = !unsaved.size;
    byId("unsaved").textContent = `● ${say("unsaved")}: ${[...unsaved].map(name_of).join(", ")}`;
  }

  window.addEventListener("beforeunload", (event) => {
    if (!unsaved.size) return;
    event.preventDefault();
    event.returnValue = "";
  });

  async function saveAs(name, blob) {
    if (!window.showSaveFilePicker) return download(name, blob);
    try {
      const file = await window.showSaveFilePicker({ suggestedName: name });
      await write(file, blob);
      return file;
    } catch (error) {
      if (error.name === "AbortError") return null;
      return download(name, blob);
    }
  }

  async function write(file, blob) {
    const stream = await file.createWritable();
    await stream.write(blob);
    await stream.close();
  }

  function download(name, blob) {
    const link = made("a", { href: URL.createObjectURL(blob), download: name });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    return true;
  }

  async function save(name) {
    const data = name === ALL ? (await call("together")).body : files[name];
    const blob = new Blob([data], { type: "application/octet-stream" });
    let done = true;
    if (chosen.has(name)) await write(chosen.get(name), blob).catch(() => { chosen.delete(name); done = false; });
    else done = await saveAs(name_of(name), blob);
    if (!done) return;
    if (done !== true) chosen.set(name, done);
    if (name === ALL) unsaved.clear(); else unsaved.delete(name);
    showUnsaved();
    showState(say("saved", { name: name_of(name) }));
    byId("dialog").close();
  }

  function openFiles() {
    if (unsaved.size && !confirm(say("replace"))) return;
    const input = byId("file");
    input.value = "";
    input.onchange = () => openAll([...input.files]);
    input.click();
  }

  async function openAll(picked) {
    const taken = [], unknown = [];
    for (const file of picked) {
      try {
        const body = await file.arrayBuffer();
        const answer = await call("open", { name: file.name, body }, [body]);
        taken.push(...answer.taken);
        unknown.push(...answer.unknown);
      } catch (error) {
        showState(error.message);
        byId("dialog").close();
        return;
      }
    }
    byId("dialog").close();
    chosen.clear();
    await show("GET", "/");
    taken.forEach((name) => unsaved.delete(name));
    showUnsaved();
    const rest = unknown.length ? ` ${say("unknown", { name: unknown.slice(0, 5).join(", ") })}` : "";
    showState(say("opened", { name: taken.join(", ") }) + rest);
  }

  // --- remembering in this browser: only if asked ----------------------------------------------------------------------

  const STORE = "letters";
  let isRemembering = false;

  const asked = (request) => new Promise((done, refuse) => {
    request.onsuccess = () => done(request.result);
    request.onerror = request.onblocked = () => refuse(request.error ?? new Error("blocked"));
  });

  async function opened() {
    const request = indexedDB.open(STORE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("files");
    return asked(request);
  }

  async function withStore(mode, deed) {
    const base = await opened();
    try { return await asked(deed(base.transaction("files", mode).objectStore("files"))); } finally { base.close(); }
  }

  async function remember() {
    if (!isRemembering) return;
    try { await withStore("readwrite", (store) => store.put(files, "all")); } catch { isRemembering = false; showState(say("no_memory")); }
  }

  async function recall() {
    try {
      const bases = indexedDB.databases ? await indexedDB.databases() : [{ name: STORE }];
      if (!bases.some(({ name }) => name === STORE)) return;
      const kept = await withStore("readonly", (store) => store.get("all"));
      if (kept) { files = kept; isRemembering = true; isRestarted = say("remembered"); } else await forget();
    } catch { /* nothing is remembered here */ }
  }

  async function forget() {
    isRemembering = false;
    await asked(indexedDB.deleteDatabase(STORE));
  }

  // --- the bar and its dialogs -------------------------------------------------------------------------------------------

  let calm = ""; // what stands in the bar while nothing is worked at

  function showState(text) { byId("state").textContent = calm = text; }

  function showBar() {
    showUnsaved();
    for (const name of ["open", "save", "about", "stop"]) byId(name).textContent = say(name);
    byId("dialog-close").textContent = say("close");
    byId("open").onclick = askOpen;
    byId("save").onclick = askSave;
    byId("about").onclick = showAbout;
    byId("stop").onclick = () => restart(say("stopped"));
    byId("dialog-close").onclick = () => byId("dialog").close();
  }

  function openDialog(title, ...inside) {
    byId("dialog-title").textContent = say(title);
    clear(byId("dialog-body"), ...inside);
    byId("dialog").showModal();
  }

  const paragraph = (text) => made("p", { textContent: text });
  const button = (text, onclick, id = "") => made("button", { textContent: text, onclick, id });

  function askOpen() {
    openDialog("open_title", paragraph(say("open_help")), made("div", { className: "choices" }, button(say("open"), openFiles, "open-files")),
      ...memory());
  }

  function askSave() {
    const names = Object.keys(files).filter((name) => !name.includes("/"));
    openDialog("save_title", paragraph(say("save_help")), made("div", { className: "choices" },
      button(say("save_all"), () => save(ALL), "save-all"),
      ...names.map((name) => button(say("save_one", { name }), () => save(name), `save-${name.split(".")[0]}`))), ...memory());
  }

  function memory() {
    const box = made("input", { type: "checkbox", id: "remember", checked: isRemembering });
    const note = made("p", { role: "status" });
    const wipe = async () => {
      box.checked = false;
      try { await forget(); note.textContent = say("forgotten"); } catch { note.textContent = say("no_memory"); }
    };
    box.onchange = async () => {
      if (!box.checked) return wipe();
      isRemembering = true;
      await remember();
      if (!isRemembering) { box.checked = false; note.textContent = say("no_memory"); }
    };
    const label = made("label", { htmlFor: "remember", textContent: ` ${say("remember")}` });
    return [made("hr"), made("p", {}, box, label), paragraph(say("remember_help")), button(say("forget"), wipe, "forget"), note];
  }

  function showAbout() {
    const hash = made("p", { className: "hash", role: "status", id: "file-hash" });
    const input = made("input", { type: "file", id: "check-file" });
    input.setAttribute("aria-label", say("made_file"));
    input.onchange = async () => {
      const data = await input.files[0].arrayBuffer();
      hash.textContent = `${input.files[0].name}: ${hex(await crypto.subtle.digest("SHA-256", data))}`;
    };
    const row = (...cells) => made("tr", {}, ...cells.map((text) => made("td", { textContent: text })));
    const sizes = made("table", {}, ...facts.parts.map(({ name, size }) => row(name, `${(size / 1e6).toFixed(2)} ${say("megabytes")}`)));
    const licences = made("div");
    everything.then(() => unpacked(LICENCES)).then((data) => {
      for (const [name, text] of Object.entries(JSON.parse(new TextDecoder().decode(data)))) {
        licences.append(made("details", {}, made("summary", { textContent: name }), made("pre", { textContent: text, tabIndex: 0 })));
      }
    });
    openDialog("about_title", paragraph(say("about_what", { version: facts.version })), paragraph(say("about_check")), input, hash,
      made("p", { className: "hash", textContent: say("fingerprint", { hash: facts.fingerprint }) }),
      made("h3", { textContent: say("sizes") }), sizes,
      made("h3", { textContent: say("licences") }), licences);
  }

  // --- one after the other -----------------------------------------------------------------------------------------------

  async function keepOffline() {
    if (!facts.offline || !("serviceWorker" in navigator)) return;
    await navigator.serviceWorker.register(facts.offline).catch(() => undefined); // works all the same, with a network
  }

  (async () => {
    showStart();
    await keepOffline();
    await recall();
    await load(true);
    if (facts.offline) await (everything = load(false)); // from beside: nothing is fetched after this
    shut();
    showStep(1);
    await start();
  })().catch((error) => showWrong(say("failed", { reason: error.message })));
})();
