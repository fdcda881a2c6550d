// Runs before the first paint, so that a choice made earlier never flashes. Without a choice the system's colors hold.
try {
  const choice = localStorage.getItem("theme");
  if (choice === "light" || choice === "dark") document.documentElement.dataset.theme = choice;
} catch {
  // Storage is closed to this page: the system's colors hold.
}
