"use strict";
// Sorts the table by a column; a second press turns the order round.
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const head = button.closest("th");
    const body = head.closest("table").tBodies[0];
    const place = head.cellIndex;
    // Names begin with the first letter, points with the most.
    const [usual, other_way] = place === 0 ? ["ascending", "descending"] : ["descending", "ascending"];
    const order = head.getAttribute("aria-sort") === usual ? other_way : usual;
    for (const other of head.parentElement.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", order);
    const sign = order === "ascending" ? 1 : -1;
    const value = (row) => row.cells[place].dataset.value;
    const compared = (one, other) =>
      place === 0 ? one.localeCompare(other, undefined, { numeric: true }) : one - other;
    body.append(...[...body.rows].sort((one, other) => sign * compared(value(one), value(other))));
  });
}
// A link to something inside a closed section opens it.
function open_target() {
  const target = document.getElementById(location.hash.slice(1));
  for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  if (target) target.scrollIntoView();
}
addEventListener("hashchange", open_target);
// What is folded would be missing on paper.
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
});
open_target();
