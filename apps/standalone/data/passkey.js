// Asks the browser for a passkey and sends its answer as an ordinary form. Where the browser cannot, the form stays hidden.
const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0));
const toText = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '');
const withBytes = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));

const ceremonies = {
  async create(options) {
    const user = { ...options.user, id: toBytes(options.user.id) };
    const publicKey = {
      ...options,
      user,
      challenge: toBytes(options.challenge),
      excludeCredentials: withBytes(options.excludeCredentials),
    };
    const made = await navigator.credentials.create({ publicKey });
    const { attestationObject, clientDataJSON } = made.response;
    return answerOf(made, {
      attestationObject: toText(attestationObject),
      clientDataJSON: toText(clientDataJSON),
      transports: made.response.getTransports?.() ?? [],
    });
  },
  async get(options) {
    const publicKey = { ...options, challenge: toBytes(options.challenge), allowCredentials: withBytes(options.allowCredentials) };
    const used = await navigator.credentials.get({ publicKey });
    const { authenticatorData, clientDataJSON, signature, userHandle } = used.response;
    return answerOf(used, {
      authenticatorData: toText(authenticatorData),
      clientDataJSON: toText(clientDataJSON),
      signature: toText(signature),
      ...(userHandle ? { userHandle: toText(userHandle) } : {}),
    });
  },
};

const answerOf = (credential, response) => ({
  id: credential.id,
  rawId: toText(credential.rawId),
  type: credential.type,
  clientExtensionResults: credential.getClientExtensionResults(),
  response,
});

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  const alert = form.querySelector('[role=alert]');
  form.querySelector('button').addEventListener('click', async () => {
    alert.hidden = true;
    try {
      form.elements.answer.value = JSON.stringify(await ceremonies[form.dataset.passkey](JSON.parse(form.dataset.options)));
      form.submit();
    } catch {
      alert.textContent = 'The browser gave no passkey. Try again, or use another way.';
      alert.hidden = false;
    }
  });
}
