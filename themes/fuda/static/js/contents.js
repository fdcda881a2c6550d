// Marks in the contents the section that is being read and keeps it in sight, and closes the contents once a line of it was chosen.
const contents = document.querySelector(".toc");
if (contents) {
  const lines = new Map();
  for (const line of contents.querySelectorAll("a")) {
    const heading = document.getElementById(line.getAttribute("href").slice(1));
    if (heading) lines.set(heading, line);
  }
  const headings = [...lines.keys()];
  const follow = () => {
    const reading = headings.findLast((heading) => heading.getBoundingClientRect().top < innerHeight / 4);
    for (const line of lines.values()) line.removeAttribute("aria-current");
    const line = lines.get(reading);
    line?.setAttribute("aria-current", "true");
    contents.scrollTop = (line?.offsetTop ?? 0) - contents.clientHeight / 2;
  };
  // All that lies above the upper quarter counts as seen, so a jump past many headings is noticed as well.
  const watch = new IntersectionObserver(follow, { rootMargin: "1000000px 0px -75% 0px" });
  for (const heading of headings) watch.observe(heading);
  contents.addEventListener("toggle", follow);
  contents.addEventListener("click", (event) => {
    if (event.target.closest("a") && contents.matches(":popover-open")) contents.hidePopover();
  });
}
