// The drawing and the sheet change as soon as another envelope or feed is chosen.
"use strict";

byId("which")?.addEventListener("change", (event) => event.currentTarget.requestSubmit());
