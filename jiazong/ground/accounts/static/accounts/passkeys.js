// Passkeys: hands the server's question to the browser and puts the browser's answer into the form, which is sent as any other.

const toBytes = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
};
const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const withIds = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));

function question(options) {
  const asked = { ...options.publicKey, challenge: toBytes(options.publicKey.challenge) };
  if (asked.user) asked.user = { ...asked.user, id: toBytes(asked.user.id) };
  if (asked.excludeCredentials) asked.excludeCredentials = withIds(asked.excludeCredentials);
  if (asked.allowCredentials) asked.allowCredentials = withIds(asked.allowCredentials);
  return { publicKey: asked };
}

function answer(credential) {
  const said = credential.response;
  const response = { clientDataJSON: toText(said.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (said[name]) response[name] = toText(said[name]);
  }
  return JSON.stringify({
    id: credential.id, rawId: toText(credential.rawId), type: credential.type, response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function optionsOf(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const said = await fetch(form.dataset.ask, { method: "POST", headers: { "X-CSRFToken": token }, credentials: "same-origin" });
  if (!said.ok) throw new Error(String(said.status));
  return JSON.parse((await said.json()).options);
}

async function use(form) {
  const failed = form.querySelector("[data-passkey-failed]");
  failed.hidden = true;
  try {
    const asked = question(await optionsOf(form));
    const credential = form.dataset.passkey === "create"
      ? await navigator.credentials.create(asked) : await navigator.credentials.get(asked);
    form.querySelector("[name=answer]").value = answer(credential);
    form.requestSubmit();
  } catch {
    failed.hidden = false;
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("[data-passkey-use]");
  if (!window.PublicKeyCredential) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    if (form.reportValidity()) use(form);
  });
}
