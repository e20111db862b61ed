// How many are ticked stands on the button, and one click ticks everybody on the page.
"use strict";

{
  const form = byId("people");
  const go = byId("go");
  const plain = go?.textContent;
  const ticks = () => [...form.querySelectorAll("input[name=who]")];
  const count = () => {
    const ticked = ticks().filter((tick) => tick.checked).length;
    go.textContent = ticked ? go.dataset.ticked.replace("{count}", ticked) : plain;
  };
  if (form) {
    const all = document.createElement("input");
    all.type = "checkbox";
    all.setAttribute("aria-label", byId("choose")?.textContent ?? "");
    all.addEventListener("change", () => {
      form.querySelectorAll("table input[name=who]").forEach((tick) => { tick.checked = all.checked; });
      count();
    });
    byId("choose")?.replaceChildren(all);
    form.addEventListener("change", count);
    count();
  }
}
