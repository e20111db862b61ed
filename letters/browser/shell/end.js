// A browser that could not even read the program's own script is too old as well.
if (canRun && !window.lettersBegun) { sayTooOld(); }
