// Puts case studies in order by dragging. It fills in and sends the form of “Move to”, which everybody else has as a page.

/** Lets every item of a bench be taken by its grip, and dropped after another or at the beginning of a section. */
export function drag(bench) {
  let held = null;
  for (const item of bench.querySelectorAll("[data-item]")) {
    const acts = item.querySelector(".app-bench__acts");
    if (!acts?.querySelector('form [name="to"]')) continue;
    acts.prepend(grip());
    item.draggable = true;
    item.addEventListener("dragstart", (event) => {
      held = item;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", item.dataset.item);
      item.classList.add("app-bench__item--held");
    });
    item.addEventListener("dragend", () => {
      held = null;
      item.classList.remove("app-bench__item--held");
    });
    takesDrops(item, "app-bench__item--over", () => held !== item && held, () => send(held, `after:${item.dataset.item}`));
  }
  for (const section of bench.querySelectorAll("[data-section]"))
    takesDrops(section, "app-bench--over", () => held, () => send(held, `in:${section.dataset.section}`));
}

/** Marks a place while something may be dropped there, and says when it was. The innermost place wins. */
function takesDrops(place, mark, may, dropped) {
  place.addEventListener("dragover", (event) => {
    if (!may()) return;
    event.preventDefault();
    event.stopPropagation();
    place.classList.add(mark);
  });
  place.addEventListener("dragleave", () => place.classList.remove(mark));
  place.addEventListener("drop", (event) => {
    place.classList.remove(mark);
    if (!may()) return;
    event.preventDefault();
    event.stopPropagation();
    dropped();
  });
}

/** Sends the form that one of the item's own buttons would, with the place in it. */
function send(item, place) {
  const form = item.querySelector('form:has([name="to"])');
  for (const [name, value] of [["to", "place"], ["place", place]]) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    form.append(field);
  }
  form.submit();
}

/** What shows that an item can be taken. Whoever cannot see or use it has buttons that do the same. */
function grip() {
  const made = document.createElement("span");
  made.className = "app-bench__grip";
  made.setAttribute("aria-hidden", "true");
  made.textContent = "⠿ Drag";
  return made;
}
