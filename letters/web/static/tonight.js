// Tonight: the pictures follow the form; whoever is ticked is chosen. Without this file the button does the same.
"use strict";

(() => {
  const form = byId("evening"), look = byId("look");
  if (!form || !look) return;
  const WAIT = 400; // milliseconds after the last change
  let asked = 0;

  const draw = async () => {
    const mine = ++asked;
    byId("preview").setAttribute("aria-busy", "true");
    try {
      const answer = await ask("POST", form.dataset.look, new FormData(form));
      const text = await answer.body.text();
      if (mine === asked && answer.status === 200) look.innerHTML = text;
    } finally {
      if (mine === asked) byId("preview").removeAttribute("aria-busy");
    }
  };

  const later = afterPause(draw, WAIT);
  const choose = (way) => { const radio = byId(`choice-${way}`); if (radio) radio.checked = true; };
  const wayOf = { who: "ticked", picked: "fair", birthdays: "birthdays" };

  form.addEventListener("input", (event) => {
    const { name, value } = event.target;
    if (name === "picked" || name === "birthdays") choose(wayOf[name]);
    if (name === "who" && event.target.checked && form.elements.choice.value === "everybody") choose("ticked");
    if (name === "letter") for (const part of ["own", "composed"]) if (value === part) byId(part).open = true;
    if (name === "own_text" && value.trim()) form.elements.letter.value = "own";
    later();
  });

  // Words that hide everybody else.
  const list = form.querySelector(".people ul");
  if (list && list.children.length > 12) {
    const search = document.createElement("input");
    search.type = "search";
    search.setAttribute("aria-label", form.dataset.search);
    search.placeholder = form.dataset.search;
    search.addEventListener("input", (event) => {
      event.stopPropagation();
      const words = search.value.toLowerCase();
      for (const one of list.children) one.hidden = !one.textContent.toLowerCase().includes(words);
    });
    search.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    list.before(search);
  }
  if (form.querySelector("[name=who]:checked") && !document.querySelector(".errors") && !look.querySelector("img")) draw();
})();
