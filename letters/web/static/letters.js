// What scripts add to the pages. Every page works without them: forms and links do the same, one step at a time.
"use strict";

// The one way in which a script asks the program; letters.html puts another carrier under it.
const ask = globalThis.carryRequest ?? (async (method, path, body) => {
  const answer = await fetch(path, { method, body, redirect: "follow" }).catch((error) => { sayEnded(); throw error; });
  return { status: answer.status, type: answer.headers.get("Content-Type") ?? "", body: await answer.blob() };
});

document.documentElement.classList.add("scripted");
const byId = (id) => document.getElementById(id);

// Nobody answers any more: what is typed stays on the page.
const sayEnded = () => {
  const told = byId("ended") ?? document.createElement("p");
  Object.assign(told, { id: "ended", role: "alert", textContent: document.documentElement.dataset.ended });
  document.querySelector("main")?.before(told);
};

// Work that begins when nobody has done anything for so many milliseconds.
const afterPause = (work, pause) => {
  let waiting;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(work, pause);
  };
};

// The language changes as soon as it is chosen.
byId("ui")?.addEventListener("change", (event) => event.target.form.requestSubmit());

// What is wrong is read first.
document.querySelector(".errors")?.focus();
