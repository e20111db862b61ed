// The table of people narrows while somebody types a name; ticks stay.
"use strict";

byId("q")?.addEventListener("input", (event) => {
  const wanted = event.target.value.trim().toLowerCase();
  for (const row of document.querySelectorAll("#who tbody tr")) {
    row.hidden = !row.dataset.words.includes(wanted) && !row.querySelector(":checked");
  }
});
