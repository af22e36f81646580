/* Passkeys: asks the device, puts its answer into the form, sends it. Only on the pages that need it. */
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function make(options) {
    const made = await navigator.credentials.create({ publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
    } });
    return { ...frame(made), response: {
      clientDataJSON: text(made.response.clientDataJSON),
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports ? made.response.getTransports() : [],
    } };
  }
  async function use(options) {
    const used = await navigator.credentials.get({ publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: known(options.allowCredentials),
    } });
    const answer = used.response;
    return { ...frame(used), response: {
      clientDataJSON: text(answer.clientDataJSON),
      authenticatorData: text(answer.authenticatorData),
      signature: text(answer.signature),
      userHandle: answer.userHandle ? text(answer.userHandle) : null,
    } };
  }
  const frame = (one) => ({
    id: one.id,
    rawId: text(one.rawId),
    type: one.type,
    authenticatorAttachment: one.authenticatorAttachment || null,
    clientExtensionResults: one.getClientExtensionResults(),
  });

  document.querySelectorAll("[data-passkey]").forEach((button) => {
    const form = button.form;
    const said = document.getElementById("passkey-said");
    if (!window.PublicKeyCredential) {
      said.textContent = button.dataset.cannot;
      return;
    }
    button.hidden = false;
    button.addEventListener("click", async () => {
      const makes = button.dataset.passkey === "make";
      if (makes && !form.reportValidity()) return;
      said.textContent = "";
      const options = JSON.parse(button.dataset.options).publicKey;
      try {
        const answer = await (makes ? make : use)(options);
        form.elements.credential.value = JSON.stringify(answer);
        form.noValidate = true; // a code is not asked for as well
        form.requestSubmit();
      } catch {
        said.textContent = button.dataset.failed;
      }
    });
  });
})();
