// Listens to the preview: reloads the page in place, also for a file that it shows, swaps stylesheets, shows over the page what is wrong, and that it is not published.
const KEY = "fuda-scroll";
const MANY = 10_000;

performance.setResourceTimingBufferSize(MANY);

const saved = sessionStorage.getItem(KEY);
if (saved) {
  sessionStorage.removeItem(KEY);
  const { path, top } = JSON.parse(saved);
  if (path === location.pathname) addEventListener("load", () => scrollTo(0, top));
}

function reload() {
  sessionStorage.setItem(KEY, JSON.stringify({ path: location.pathname, top: scrollY }));
  location.reload();
}

function swapStyles() {
  for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
    if (new URL(link.href).origin !== location.origin) continue;
    const fresh = link.cloneNode();
    fresh.href = `${link.href.split("?")[0]}?${Date.now()}`;
    fresh.addEventListener("load", () => link.remove());
    link.after(fresh);
  }
}

function decoded(path) {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

// What of these files of the site this page has loaded, whether it names them itself or one of its stylesheets and scripts does.
function loaded(files) {
  const urls = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const paths = new Set(urls.filter(({ origin }) => origin === location.origin).map(({ pathname }) => decoded(pathname)));
  return files.filter((name) => paths.has(`/${name}`));
}

function follow(files) {
  const shown = loaded(files);
  if (!shown.length) return;
  if (shown.every((name) => name.endsWith(".css"))) swapStyles();
  else reload();
}

function overlay(name, stylesheet) {
  document.querySelector(name)?.remove();
  const host = document.createElement(name);
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: `/__fuda__/${stylesheet}` });
  host.attachShadow({ mode: "open" }).append(link);
  document.body.append(host);
  return host;
}

function mark(status) {
  if (status === "published") return;
  const link = Object.assign(document.createElement("a"), { href: "/__fuda__/", textContent: `Not published: ${status}` });
  overlay("fuda-mark", "mark.css").shadowRoot.append(link);
}

function show(problems) {
  document.querySelector("fuda-problems")?.remove();
  if (!problems.length) return;
  const panel = overlay("fuda-problems", "problems.css");
  panel.setAttribute("role", "alert");
  const list = document.createElement("ol");
  for (const { level, message } of problems) {
    const item = Object.assign(document.createElement("li"), { textContent: message, className: level });
    list.append(item);
  }
  const close = Object.assign(document.createElement("button"), { textContent: "Hide", type: "button" });
  close.addEventListener("click", () => panel.remove());
  panel.shadowRoot.append(list, close);
}

const run = { id: null };
const source = new EventSource(`/__fuda__/events?${new URLSearchParams({ page: location.pathname })}`);
source.addEventListener("hello", (event) => {
  const { id, problems, status, stale } = JSON.parse(event.data);
  if (stale || (run.id !== null && run.id !== id)) reload();
  run.id = id;
  show(problems);
  mark(status);
});
source.addEventListener("reload", reload);
source.addEventListener("style", swapStyles);
source.addEventListener("files", (event) => follow(JSON.parse(event.data)));
source.addEventListener("problems", (event) => show(JSON.parse(event.data)));
addEventListener("pagehide", () => source.close());
