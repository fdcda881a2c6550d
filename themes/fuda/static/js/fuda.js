import "./theme-switch.js";
import "./copy-code.js";
import "./contents.js";
import "./lightbox.js";
import "./copy-link.js";
