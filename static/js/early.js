// Runs before the first paint, so that script-only controls do not jump in later.
document.documentElement.classList.add("has-script");
