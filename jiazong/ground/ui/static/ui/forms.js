// Forms: nothing is sent twice, nothing typed is lost, Enter of an input method is not "send".

const HOURS_KEPT = 72;
const PREFIX = "jz-draft:";
const person = document.body.dataset.person ?? "";
const announce = (word) => document.dispatchEvent(new CustomEvent("jz:say", { detail: word }));

/* An error summary takes the focus, so that it is read first. */

document.querySelector("[data-focus]")?.focus();

/* Enter while choosing characters ends the choosing; Safari would send the form. */

document.addEventListener("keydown", (event) => {
  const composing = event.isComposing || event.key === "Process" || event.keyCode === 229;
  if (event.key === "Enter" && composing && event.target.matches("input")) event.preventDefault();
}, true);

/* Sent once: the button rests until an answer comes; without a network nothing leaves and nothing is lost. */

const resting = new Map();

function rest(form) {
  const buttons = [...form.querySelectorAll("button:not([type=button]), input[type=submit]")].filter((b) => !b.disabled);
  form.setAttribute("aria-busy", "true");
  // After the browser has read the form: a disabled button would not send its own name and value.
  setTimeout(() => buttons.forEach((button) => { button.disabled = true; }));
  resting.set(form, { buttons, timer: setTimeout(() => wake(form), 20000) });
}

function wake(form) {
  const { buttons, timer } = resting.get(form) ?? { buttons: [] };
  clearTimeout(timer);
  for (const button of buttons) button.disabled = false;
  form.removeAttribute("aria-busy");
  resting.delete(form);
}

const isHtmx = (form) => form.hasAttribute("hx-post") || form.hasAttribute("hx-put");

document.addEventListener("submit", (event) => {
  const form = event.target;
  // Not form.method: a field that is called "method" would answer in its place.
  if (form.getAttribute("method")?.toLowerCase() !== "post" || event.submitter?.formMethod === "get") return;
  if (form.matches("[data-preferences], [data-offline]")) return;
  if (resting.has(form)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    announce("sent");
    return;
  }
  if (!navigator.onLine) {
    event.preventDefault();
    event.stopImmediatePropagation();
    announce("offline");
    return;
  }
  keep(form, true);
  if (form.matches("[data-sign-out]")) forget();
  rest(form);
}, true);

for (const name of ["htmx:finally:request", "htmx:error"]) {
  document.addEventListener(name, () => [...resting.keys()].filter(isHtmx).forEach(wake));
}
window.addEventListener("pageshow", (event) => { if (event.persisted) [...resting.keys()].forEach(wake); });

/* Drafts: <form data-draft="visit-new">. Kept 72 hours on this device, per person; dropped when the server says saved. */

const slot = (form) => `${PREFIX}${person}:${form.dataset.draft}`;
const keepable = (field) => field.name && !field.disabled && !field.matches(
  "[type=password], [type=file], [type=hidden], [type=submit], [data-no-draft], [autocomplete=one-time-code]",
);

function typed(form) {
  const kept = [];
  for (const field of form.elements) {
    if (!keepable(field)) continue;
    if (field.matches("[type=radio], [type=checkbox]")) {
      if (field.checked) kept.push([field.name, field.value, true]);
    } else kept.push([field.name, field.value]);
  }
  return JSON.stringify(kept);
}

function store(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // A full or forbidden store: the page itself still holds the text.
  }
}

function load(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    localStorage.removeItem(key);
    return null;
  }
}

const drafts = () => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
const forget = () => drafts().forEach((key) => localStorage.removeItem(key));

const asServed = new WeakMap();

function keep(form, sent = false) {
  if (!form.dataset.draft || !person) return;
  const now = typed(form);
  if (now === asServed.get(form) && !sent) localStorage.removeItem(slot(form));
  else store(slot(form), { typed: now, at: Date.now(), sent });
}

function putBack(form, text) {
  for (const [name, value, checked] of JSON.parse(text)) {
    const fields = [...form.elements].filter((field) => field.name === name && keepable(field));
    const field = checked ? fields.find((one) => one.value === value) : fields[0];
    if (!field) continue;
    if (checked) field.checked = true;
    else field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function offer(form, draft) {
  const note = document.getElementById("ui-draft").content.firstElementChild.cloneNode(true);
  const when = new Date(draft.at);
  note.querySelector("time").dateTime = when.toISOString();
  note.querySelector("time").textContent = when.toLocaleString(document.documentElement.lang, {
    month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit",
  });
  note.querySelector("[data-draft-take]").addEventListener("click", () => {
    putBack(form, draft.typed);
    note.remove();
    keep(form);
  });
  note.querySelector("[data-draft-drop]").addEventListener("click", () => {
    localStorage.removeItem(slot(form));
    note.remove();
  });
  form.prepend(note);
}

function settle() {
  const isSaved = document.querySelector("[data-saved]") !== null;
  for (const key of drafts()) {
    const draft = load(key);
    const isOld = !draft || Date.now() - draft.at > HOURS_KEPT * 3600 * 1000;
    if (isOld || (draft.sent && isSaved && person && key.startsWith(`${PREFIX}${person}:`))) localStorage.removeItem(key);
    // The sign-in page, or a page without a word of success: what was sent did not arrive.
    else if (draft.sent) store(key, { ...draft, sent: false });
  }
}

settle();
for (const form of document.querySelectorAll("form[data-draft]")) {
  asServed.set(form, typed(form));
  const draft = person ? load(slot(form)) : null;
  if (draft && draft.typed !== asServed.get(form)) offer(form, draft);
  let soon;
  const later = () => { clearTimeout(soon); soon = setTimeout(() => keep(form), 400); };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("jz:saved", () => { clearTimeout(soon); localStorage.removeItem(slot(form)); });
}

/* Files: say which were chosen. */

document.addEventListener("change", (event) => {
  const box = event.target.closest("[data-upload]");
  if (!box || event.target.type !== "file") return;
  box.querySelector("[data-upload-names]").textContent = [...event.target.files].map((file) => file.name).join("，");
});

/* Roster: a tap goes to the next word; the keyboard uses the list itself. */

document.addEventListener("pointerdown", (event) => {
  if (event.target.matches("[data-roster] select")) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-roster] label");
  if (!row || event.detail === 0) return;
  event.preventDefault();
  const list = row.querySelector("select");
  list.selectedIndex = (list.selectedIndex + 1) % list.options.length;
  list.focus();
  list.dispatchEvent(new Event("change", { bubbles: true }));
});

document.addEventListener("change", (event) => {
  const row = event.target.closest("[data-roster] label");
  if (row) row.dataset.here = event.target.value;
});
