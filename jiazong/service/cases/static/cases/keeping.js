// What is typed into a form of a case goes to the server field by field, a moment after it was typed; nothing stays on
// the device. What another window typed into the same field is shown beside it, and its writer chooses.

const WAIT = 1500;
const LONGEST = 5000;
const UNTYPED = new Set(["csrfmiddlewaretoken", "_once", "request_key", "_seen", "_window", "_keep"]);

function start(form) {
  const words = form.querySelector("[data-keep-words]").dataset;
  const said = form.querySelector("[data-keep-said]");
  const hidden = (name) => form.querySelector(`input[name="${name}"]`);
  const settled = new Set();
  let timer = 0, first = 0, busy = false, again = false, done = false;

  const values = () => {
    const found = new Map();
    for (const field of form.elements) {
      if (!field.name || UNTYPED.has(field.name) || field.type === "submit" || field.type === "file") continue;
      if (!found.has(field.name)) found.set(field.name, []);
      if (field.matches("[type=radio], [type=checkbox]") && !field.checked) continue;
      found.get(field.name).push(field.value);
    }
    return found;
  };
  const asText = (found) => new Map([...found].map(([name, list]) => [name, JSON.stringify(list)]));
  let kept = asText(values());

  const changed = () => {
    const now = values();
    return [...now].filter(([name, list]) => kept.get(name) !== JSON.stringify(list) || settled.has(name));
  };

  function body(fields, token) {
    const sent = new URLSearchParams();
    sent.append("csrfmiddlewaretoken", token);
    sent.append("_about", form.dataset.about ?? "");
    for (const name of ["_seen", "_window"]) sent.append(name, hidden(name).value);
    for (const [name, list] of fields) {
      sent.append("_field", name);
      if (settled.has(name)) sent.append("_settled", name);
      for (const value of list) sent.append(name, value);
    }
    return sent;
  }

  const send = (fields, more = {}) => fetch(form.dataset.keep, {
    method: "POST", body: body(fields, hidden("csrfmiddlewaretoken").value), credentials: "same-origin", redirect: "manual", ...more,
  });

  // After signing in again elsewhere the page holds the token of the session before; a fresh page has the new one.
  async function freshToken() {
    const page = await fetch(window.location.href, { credentials: "same-origin", redirect: "manual" });
    const found = page.ok && (await page.text()).match(/name="csrfmiddlewaretoken" value="([^"]+)"/);
    if (!found) return false;
    for (const field of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) field.value = found[1];
    return true;
  }

  function say(text, isBad = false) {
    said.textContent = text;
    said.classList.toggle("error", isBad);
  }

  async function save() {
    clearTimeout(timer);
    timer = first = 0;
    if (done) return;
    if (busy) { again = true; return; }
    const fields = changed();
    if (!fields.length) return;
    busy = true;
    try {
      let answer = await send(fields);
      if (answer.status === 403 && await freshToken()) answer = await send(fields);
      await settle(answer, fields);
    } catch {
      say(words.offline, true);
    } finally {
      busy = false;
      if (again) { again = false; soon(); }
    }
  }

  async function settle(answer, fields) {
    if (answer.type === "opaqueredirect" || answer.status === 403) return say(words.out, true);
    if (answer.status === 413) return say(words.much, true);
    if (!answer.ok) return say(words.offline, true);
    const told = await answer.json();
    for (const [name, list] of fields) {
      kept.set(name, JSON.stringify(list));
      settled.delete(name);
    }
    say(words.kept.replace("{at}", told.at));
    for (const [name, texts] of Object.entries(told.beside)) show(name, texts);
    for (const note of form.querySelectorAll("[data-beside]")) {
      if (!(note.dataset.beside in told.beside)) note.remove();
    }
  }

  // What another window holds in a field, with the choice to take it or to leave it out.
  function show(name, texts) {
    const field = [...form.elements].find((one) => one.name === name);
    const place = field?.closest(".field") ?? field;
    if (!place) return;
    form.querySelector(`[data-beside="${CSS.escape(name)}"]`)?.remove();
    const note = document.createElement("div");
    note.className = "note warn";
    note.dataset.beside = name;
    const inner = document.createElement("div");
    for (const list of texts) {
      const text = document.createElement("p");
      text.textContent = `${words.beside} ${list.join("，")}`;
      inner.append(text, button(words.take, () => { put(name, list); choose(name, note); }));
    }
    inner.append(button(words.leave, () => choose(name, note)));
    note.append(inner);
    place.after(note);
  }

  function button(label, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn is-small";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  }

  function put(name, list) {
    for (const field of form.elements) {
      if (field.name !== name) continue;
      if (field.matches("[type=radio], [type=checkbox]")) field.checked = list.includes(field.value);
      else field.value = list[0] ?? "";
    }
  }

  function choose(name, note) {
    settled.add(name);
    note.remove();
    save();
  }

  function soon() {
    const now = Date.now();
    first ||= now;
    clearTimeout(timer);
    timer = setTimeout(save, Math.max(0, Math.min(WAIT, first + LONGEST - now)));
  }

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", () => { done = true; clearTimeout(timer); });
  // A page that comes back (network gone, form refused by the browser) goes on keeping.
  window.addEventListener("pageshow", () => { done = false; });
  window.addEventListener("online", save);
  window.addEventListener("focus", save);
  // Leaving the page, or the phone putting it away: what is not kept yet goes along.
  document.addEventListener("visibilitychange", () => {
    const fields = document.visibilityState === "hidden" && !done ? changed() : [];
    if (fields.length) send(fields, { keepalive: true }).then((answer) => settle(answer, fields)).catch(() => {});
  });
  for (const one of form.querySelectorAll("[data-keep-button]")) one.hidden = true;
}

document.querySelectorAll("form[data-keep]").forEach(start);
