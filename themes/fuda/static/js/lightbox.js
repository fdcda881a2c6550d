// A picture of the text, enlarged in a dialog. Pictures that are links stay links.
const show = (picture) => {
  const dialog = document.createElement("dialog");
  const large = picture.cloneNode();
  large.removeAttribute("sizes");
  dialog.className = "lightbox";
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = document.body.dataset.close;
  dialog.append(large, close);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
};

for (const picture of document.querySelectorAll(".prose img:not(a img)")) {
  const zoom = document.createElement("button");
  zoom.type = "button";
  zoom.className = "zoom";
  zoom.ariaLabel = `${document.body.dataset.zoom}: ${picture.alt}`;
  picture.replaceWith(zoom);
  zoom.append(picture);
  zoom.addEventListener("click", () => show(picture));
}
