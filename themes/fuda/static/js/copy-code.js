// A copy button on each code block. Its words come from the page, in the page's language.
const words = document.body.dataset;

export const copyText = async (text, control) => {
  const label = (control.dataset.label ??= control.textContent);
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    return; // The browser or the reader said no: nothing was copied, nothing is claimed.
  }
  control.textContent = words.copied;
  setTimeout(() => (control.textContent = label), 2000);
};

for (const block of words.copy ? document.querySelectorAll(".prose pre") : []) {
  const copy = document.createElement("button");
  copy.type = "button";
  copy.className = "copy";
  copy.ariaLive = "polite";
  copy.textContent = words.copy;
  copy.addEventListener("click", () => copyText(block.textContent, copy));
  block.before(copy);
}
