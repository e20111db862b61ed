// A letter is read as a censor would at every pause in typing, and sentences are put in where the cursor is.
"use strict";

const form = byId("letter");
const text = byId("own_text");
const PAUSE = 500; // milliseconds
let places = [];
let seen = text.value;
let asked = 0;

const sent = (more = {}) => new URLSearchParams([...new FormData(form), ...Object.entries(more)]);

// The marks stand below the letters, in a copy of the text that nobody sees.
function mark() {
  const copy = document.createDocumentFragment();
  let at = 0;
  for (const [first, end, level] of places) {
    const stretch = document.createElement("mark");
    stretch.className = level;
    stretch.append(text.value.slice(first, end));
    copy.append(text.value.slice(at, first), stretch);
    at = end;
  }
  copy.append(`${text.value.slice(at)}\n`);
  byId("marks").replaceChildren(copy);
  text.style.height = "auto";
  text.style.height = `${text.scrollHeight + 4}px`;
}

// Until the program has read the text again, marks before and behind what was typed stay with their words.
function keep() {
  const [was, is] = [seen, text.value];
  const shorter = Math.min(was.length, is.length);
  let start = 0;
  while (start < shorter && was[start] === is[start]) start += 1;
  let rest = 0;
  while (rest < shorter - start && was.at(-1 - rest) === is.at(-1 - rest)) rest += 1;
  const moved = is.length - was.length;
  places = places.flatMap(([first, end, level]) => {
    if (end <= start) return [[first, end, level]];
    return first >= was.length - rest ? [[first + moved, end + moved, level]] : [];
  });
  seen = is;
  mark();
}

async function read() {
  const number = (asked += 1);
  const answer = await ask("POST", form.dataset.read, sent());
  if (number !== asked || answer.status !== 200) return;
  const said = JSON.parse(await answer.body.text());
  places = said.places;
  byId("reading").innerHTML = said.html; // made by the program, every word of the letter escaped
  if (byId("summary").textContent.trim() !== said.summary.trim()) byId("summary").textContent = said.summary.trim();
  mark();
}

const later = afterPause(read, PAUSE);

const tickOff = (button) => {
  button.textContent = `${button.textContent.replace(/ ✓$/, "")} ✓`;
};

async function putIn(button) {
  const answer = await ask("POST", form.dataset.put, sent({ do: button.value, at: text.selectionStart }));
  const said = JSON.parse(await answer.body.text());
  byId("open").innerHTML = said.html ?? "";
  if (said.field) {
    byId("own").open = true;
    byId(said.field)?.focus();
    return;
  }
  text.value = said.text;
  text.setSelectionRange(said.at, said.at);
  keep();
  later();
  tickOff(button);
}

if (byId("reading")) {
  text.addEventListener("input", () => (keep(), later()));
  form.addEventListener("change", later);
  addEventListener("resize", mark);
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.value.startsWith("put ")) {
      event.preventDefault();
      putIn(button);
    } else if (button?.dataset.place) {
      const [first, end] = places[[...byId("reading").querySelectorAll("[data-place]")].indexOf(button)] ?? [0, 0];
      text.focus();
      text.setSelectionRange(first, end);
    } else if (button?.dataset.copy) {
      navigator.clipboard.writeText(byId(button.dataset.copy).value);
      tickOff(button);
    }
  });
  mark();
  read();
}
