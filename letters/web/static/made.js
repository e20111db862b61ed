// While files are made: how far it is, without loading the page anew.
"use strict";

(() => {
  const making = byId("making"), bar = byId("progress"), words = byId("progress-words");
  if (!making) return;
  const EVERY = 700; // milliseconds
  const look = async () => {
    const answer = await ask("GET", making.dataset.ask);
    if (answer.status !== 200) return location.reload();
    const now = JSON.parse(await answer.body.text());
    if (now.over) return location.reload();
    if (now.people) { bar.max = now.people; bar.value = now.done; }
    words.textContent = now.words;
    setTimeout(look, EVERY);
  };
  setTimeout(look, EVERY);
})();
