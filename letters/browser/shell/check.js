// Whether this browser can run the program; written for the oldest ones. The sentence is put in by the build.
var tooOld = TOO_OLD;
function sayTooOld() {
  var list = navigator.languages || [navigator.language || "en"], i, said = tooOld.en;
  for (i = 0; i < list.length; i++) {
    if (tooOld[list[i].slice(0, 2)]) { said = tooOld[list[i].slice(0, 2)]; break; }
  }
  document.getElementById("start-title").textContent = "Letters";
  document.getElementById("start-wrong").textContent = said;
}
var canRun = (function () {
  try {
    // try, catch and a reference of its own: what Python for browsers is compiled to
    var probe = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 6, 64, 25, 11, 11]);
    return typeof DecompressionStream === "function" && typeof Worker === "function" && typeof BigInt64Array === "function" &&
      typeof structuredClone === "function" && typeof HTMLDialogElement === "function" && "replaceChildren" in document.body &&
      WebAssembly.validate(probe);
  } catch (error) { return false; }
})();
if (!canRun) { sayTooOld(); }
