// Ties the page's fields to the verifier: files chosen or dropped are checked here, in this browser, and sent nowhere.
(function () {
  "use strict";

  const page = document.querySelector("[data-evidence-check]");
  if (!page) return;
  const files = page.querySelector("[data-files]");
  const key = page.querySelector("[data-key]");
  const found = page.querySelector("[data-found]");
  const words = page.dataset;

  function line(name, outcome) {
    const item = document.createElement("li");
    item.dataset.ok = String(outcome.ok);
    const mark = document.createElement("strong");
    mark.textContent = outcome.ok ? words.holds : words.broken;
    const text = document.createElement("span");
    text.textContent = ` ${name}：${outcome.sentence}`;
    item.append(mark, text);
    if (outcome.ok) {
      const detail = document.createElement("small");
      const witnesses = outcome.witnesses.map((role) => words[`role${role[0].toUpperCase()}${role.slice(1)}`] || role);
      detail.textContent = `${words.checkpoint} ${outcome.origin} · ${outcome.size} · ${outcome.root} · ${words.witnesses} ${witnesses.join("、") || words.none}`;
      item.append(document.createElement("br"), detail);
    }
    return item;
  }

  async function check(chosen) {
    page.setAttribute("aria-busy", "true");
    found.replaceChildren();
    for (const file of chosen) {
      const outcome = globalThis.JiazongProof.examine(await file.text(), key.value);
      found.append(line(file.name, outcome));
    }
    page.removeAttribute("aria-busy");
  }

  files.addEventListener("change", () => check(files.files));
  key.addEventListener("change", () => files.files.length && check(files.files));
  page.addEventListener("dragover", (event) => event.preventDefault());
  page.addEventListener("drop", (event) => {
    event.preventDefault();
    check(event.dataTransfer.files);
  });
})();
