// What every page shares: toasts, preferences without reloading, keys, selection in lists. Pages work without it.

const words = document.getElementById("ui-words")?.dataset ?? {};
const TOAST_SECONDS = 8;

/* Toasts: gone after 8 seconds, unless the pointer or the keyboard is on them. */

function watch(toast) {
  let left = TOAST_SECONDS;
  const clock = setInterval(() => {
    if (toast.matches(":hover, :focus-within") || document.hidden) return;
    left -= 1;
    if (left > 0) return;
    clearInterval(clock);
    toast.remove();
  }, 1000);
}

function say(text) {
  const toast = document.getElementById("ui-toast").content.firstElementChild.cloneNode(true);
  toast.querySelector("span").textContent = text;
  let shelf = document.getElementById("toasts");
  if (!shelf) {
    shelf = document.createElement("div");
    shelf.id = "toasts";
    shelf.className = "toasts";
    shelf.setAttribute("aria-live", "polite");
    document.body.append(shelf);
  }
  shelf.append(toast);
  watch(toast);
}

// A sentence of the server comes by the header HX-Trigger, whose words stand in `value`.
document.addEventListener("jz:say", (event) => say(words[event.detail] ?? event.detail.value ?? event.detail));
document.querySelectorAll("[data-toast]").forEach(watch);

document.addEventListener("click", (event) => {
  const close = event.target.closest("[data-close]");
  if (close) close.closest("[data-toast], dialog, .note")?.remove();
  const opener = event.target.closest("[data-dialog]");
  if (opener) {
    event.preventDefault();
    document.getElementById(opener.dataset.dialog).showModal();
  }
  if (event.target.closest("[data-dialog-close]")) event.target.closest("dialog").close();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

/* Preferences: theme, size and density change at once; a language needs its page. */

document.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!event.target.matches("[data-preferences]") || !button || button.name === "language") return;
  event.preventDefault();
  const { name, value } = button;
  const chosen = new URLSearchParams([[name, value]]);
  try {
    const answer = await fetch(event.target.action, {
      method: "POST", body: chosen, headers: { "X-Requested-With": "jiazong" }, credentials: "same-origin",
    });
    if (!answer.ok) throw new Error(String(answer.status));
  } catch {
    document.dispatchEvent(new CustomEvent("jz:say", { detail: "offline" }));
    return;
  }
  document.documentElement.dataset[name] = value;
  const group = button.closest("fieldset");
  if (group) {
    for (const other of group.querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
  } else {
    button.setAttribute("aria-pressed", String(value === "large"));
    button.value = value === "large" ? "normal" : "large";
  }
});

/* Keys: never inside a field, never while an input method is composing; letters by where they lie. */

const inField = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
const composing = (event) => event.isComposing || event.key === "Process" || event.keyCode === 229;

function palette(event) {
  const box = document.querySelector("[data-palette]");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
}

document.addEventListener("keydown", (event) => {
  if (composing(event)) return;
  if ((event.ctrlKey || event.metaKey) && event.code === "KeyK") return palette(event);
  if (event.key === "Escape") document.querySelector("details.menu[open]")?.removeAttribute("open");
  if (event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
  if (event.key === "/") return palette(event);
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.code)}"]`);
  if (wanted) {
    event.preventDefault();
    wanted.click();
  }
});

/* Lists: choose all of this page, show what may be done with the chosen. */

function count(list) {
  const boxes = [...list.querySelectorAll("tbody input[type=checkbox]")];
  const chosen = boxes.filter((box) => box.checked);
  for (const box of boxes) box.closest("tr").setAttribute("aria-selected", String(box.checked));
  const all = list.querySelector("[data-select-all]");
  if (all) {
    all.checked = boxes.length > 0 && chosen.length === boxes.length;
    all.indeterminate = chosen.length > 0 && !all.checked;
  }
  const bar = list.querySelector("[data-bulkbar]");
  if (bar) {
    bar.hidden = chosen.length === 0;
    bar.querySelector("[data-bulk-count]").textContent = String(chosen.length);
  }
}

const listOf = (element) => element.closest("form, .card") ?? document.body;

document.addEventListener("change", (event) => {
  if (!event.target.matches("input[type=checkbox]") || !event.target.closest("table")) return;
  const list = listOf(event.target);
  if (event.target.matches("[data-select-all]")) {
    for (const box of list.querySelectorAll("tbody input[type=checkbox]")) box.checked = event.target.checked;
  }
  count(list);
});

document.addEventListener("click", (event) => {
  const none = event.target.closest("[data-select-none]");
  if (!none) return;
  const list = listOf(none);
  for (const box of list.querySelectorAll("tbody input[type=checkbox]")) box.checked = false;
  count(list);
});
