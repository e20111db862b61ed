// In each page: what its scripts ask goes to the program in this window.
globalThis.carryRequest = parent.carryRequest;
