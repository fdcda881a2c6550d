// The last of the share links: the address of this page, on the clipboard.
import { copyText } from "./copy-code.js";

const link = document.querySelector(".copy-link");
link?.addEventListener("click", () => copyText(link.value, link));
