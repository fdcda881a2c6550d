// A picture that links to itself opens in a dialog; without this script, or with a modifier key, the link leads to the file.
const { close } = document.body.dataset;

const show = (link) => {
  const dialog = document.createElement("dialog");
  const picture = new Image();
  picture.src = link.href;
  picture.alt = link.querySelector("img").alt;
  const button = document.createElement("button");
  button.textContent = close;
  dialog.append(picture, button);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};

for (const link of close ? document.querySelectorAll("a.lightbox") : []) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link);
  });
}
