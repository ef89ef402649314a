/**
 * The one script of the sign-in page: it hands a question to the security key and its answer to the form. Without it, or in
 * a browser without WebAuthn, the form stays hidden and the page works with codes. It runs as it stands, so it is written
 * for the oldest browser we know of.
 */
export const SECURITY_KEY_SCRIPT = `
(function () {
  var form = document.getElementById('key-form');
  if (!form || !window.PublicKeyCredential || !navigator.credentials) return;
  form.hidden = false;
  var fault = document.getElementById('key-fault');
  function bytes(text) {
    var plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(plain, function (sign) { return sign.charCodeAt(0); });
  }
  function text(buffer) {
    var plain = String.fromCharCode.apply(null, new Uint8Array(buffer));
    return btoa(plain).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '');
  }
  function named(keys) {
    return (keys || []).map(function (key) { return Object.assign({}, key, { id: bytes(key.id) }); });
  }
  function ask() {
    var options = JSON.parse(form.dataset.options);
    options.challenge = bytes(options.challenge);
    if (form.dataset.mode === 'create') {
      options.user.id = bytes(options.user.id);
      options.excludeCredentials = named(options.excludeCredentials);
      return navigator.credentials.create({ publicKey: options });
    }
    options.allowCredentials = named(options.allowCredentials);
    return navigator.credentials.get({ publicKey: options });
  }
  function answer(credential) {
    var from = credential.response;
    var response = { clientDataJSON: text(from.clientDataJSON) };
    if (from.attestationObject) {
      response.attestationObject = text(from.attestationObject);
      response.transports = from.getTransports ? from.getTransports() : [];
    } else {
      response.authenticatorData = text(from.authenticatorData);
      response.signature = text(from.signature);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: {},
      response: response,
    });
  }
  form.addEventListener('submit', function (event) {
    event.preventDefault();
    fault.hidden = true;
    ask().then(function (credential) {
      form.elements.credential.value = answer(credential);
      form.submit();
    }).catch(function () {
      fault.hidden = false;
    });
  });
})();
`;
