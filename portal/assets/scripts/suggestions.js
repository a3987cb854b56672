// Suggestions under a search box as someone types. Whoever takes no notice of them types and presses Enter as before.

import "accessible-autocomplete/dist/accessible-autocomplete.min.js";

/** Waits this long, in milliseconds, for the next letter before it asks. */
const PATIENCE = 150;

/** Fewer letters than this could be anything. */
const FEWEST = 2;

const KINDS = { "case study": "Case study", council: "Council", theme: "Theme", supplier: "Supplier" };

/** Puts accessible-autocomplete in the place of a plain search box that is already in a form. */
export function suggest(plain) {
  const { id, name, value, dataset, spellcheck } = plain;
  const wasFocused = document.activeElement === plain;
  const place = document.createElement("div");
  place.className = "app-suggestions";
  plain.replaceWith(place);

  window.accessibleAutocomplete({
    element: place,
    id,
    name,
    source: source(dataset.suggestions, value),
    minLength: FEWEST,
    confirmOnBlur: false,
    showNoOptionsFound: false,
    displayMenu: "overlay",
    inputClasses: "govuk-input app-search-box__input",
    menuAttributes: { "aria-label": "Suggestions", "aria-labelledby": null },
    templates: { inputValue: (chosen) => chosen?.text ?? "", suggestion },
    onConfirm: (chosen) => chosen && window.location.assign(chosen.address),
    tAssistiveHint: () =>
      "Suggestions may come up as you type. Review them with the up and down arrows and choose one with Enter. Or press Enter to search for what you typed.",
    tStatusQueryTooShort: () => "",
    tStatusNoResults: () => "",
    tStatusResults: (number, highlighted) =>
      `${number} ${number === 1 ? "suggestion is" : "suggestions are"} available. ${highlighted}`,
  });

  const box = place.querySelector("input");
  box.spellcheck = spellcheck;
  box.enterKeyHint = "search";
  box.value = value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  if (wasFocused) box.focus();

  // While suggestions are shown, accessible-autocomplete keeps Enter from sending the form, though none is chosen.
  place.addEventListener("keydown", (event) => event.key === "Enter" && event.target === box && event.stopPropagation(), true);
}

/** Where suggestions come from: asked for when the typing pauses, and only for what was typed last. None for what stood there before. */
function source(address, before) {
  let pause;
  let asked = new AbortController();
  let untouched = before !== "";
  return (typed, show) => {
    clearTimeout(pause);
    asked.abort();
    if (untouched && typed === before) {
      untouched = false;
      show([]);
      return;
    }
    asked = new AbortController();
    pause = setTimeout(() => ask(address, typed, asked.signal).then((found) => found && show(found)), PATIENCE);
  };
}

/** What may be meant; nothing at all once something else was typed. Without an answer, the box is a plain one. */
async function ask(address, typed, signal) {
  try {
    const answer = await fetch(`${address}?q=${encodeURIComponent(typed)}`, { signal });
    return answer.ok ? await answer.json() : [];
  } catch (error) {
    if (signal.aborted) return null;
    console.info("No suggestions could be had.", error);
    return [];
  }
}

/** A suggestion as HTML. Titles come from strangers: they are put in as text. */
function suggestion(each) {
  const words = document.createElement("span");
  words.append(span("app-suggestions__text", each.text), " ", span("app-suggestions__kind", KINDS[each.kind]));
  return words.innerHTML;
}

function span(name, text) {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = text;
  return made;
}
