// The button that turns dark colors on and off. A choice that equals the system's is forgotten, so that the page follows it again.
const root = document.documentElement;
const system = matchMedia("(prefers-color-scheme: dark)");
const button = document.querySelector(".theme-switch");
const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
const showTheme = () => button?.setAttribute("aria-pressed", isDark());

const keepTheme = (choice) => {
  try {
    if (choice) localStorage.setItem("theme", choice);
    else localStorage.removeItem("theme");
  } catch {
    // Not kept: it still holds for this page.
  }
};

button?.addEventListener("click", () => {
  const dark = !isDark();
  if (dark === system.matches) delete root.dataset.theme;
  else root.dataset.theme = dark ? "dark" : "light";
  keepTheme(root.dataset.theme);
  showTheme();
});
system.addEventListener("change", showTheme);
showTheme();
