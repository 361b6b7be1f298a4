// A passkey is made or used: the browser asks its device, and the form carries the answer (WebAuthn). Browsers that
// read and write the JSON by themselves are too new to count on.
const form = document.querySelector<HTMLFormElement>("form[data-passkey]");

const bytesOf = (text: string) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const textOf = (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes)))
  .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

const descriptorOf = (json: PublicKeyCredentialDescriptorJSON) =>
  ({ ...json, id: bytesOf(json.id) }) as PublicKeyCredentialDescriptor;

const creationOf = ({ extensions: _, ...json }: PublicKeyCredentialCreationOptionsJSON) => ({
  ...json,
  challenge: bytesOf(json.challenge),
  user: { ...json.user, id: bytesOf(json.user.id) },
  excludeCredentials: (json.excludeCredentials ?? []).map(descriptorOf),
}) as PublicKeyCredentialCreationOptions;

const requestOf = ({ extensions: _, ...json }: PublicKeyCredentialRequestOptionsJSON) => ({
  ...json,
  challenge: bytesOf(json.challenge),
  allowCredentials: (json.allowCredentials ?? []).map(descriptorOf),
}) as PublicKeyCredentialRequestOptions;

const responseOf = (response: AuthenticatorResponse) =>
  response instanceof AuthenticatorAttestationResponse
    ? {
        clientDataJSON: textOf(response.clientDataJSON),
        attestationObject: textOf(response.attestationObject),
        transports: response.getTransports(),
      }
    : response instanceof AuthenticatorAssertionResponse
    ? {
        clientDataJSON: textOf(response.clientDataJSON),
        authenticatorData: textOf(response.authenticatorData),
        signature: textOf(response.signature),
        userHandle: response.userHandle === null ? undefined : textOf(response.userHandle),
      }
    : undefined;

const answerOf = (credential: PublicKeyCredential) => ({
  id: credential.id,
  rawId: textOf(credential.rawId),
  type: credential.type,
  authenticatorAttachment: credential.authenticatorAttachment ?? undefined,
  clientExtensionResults: {},
  response: responseOf(credential.response),
});

const ask = (kind: string | undefined, options: string) => {
  // What is null stands for nothing, which to a browser is a word like any other.
  const json = JSON.parse(options, (_, value: unknown) => value ?? undefined);
  return kind === "create"
    ? navigator.credentials.create({ publicKey: creationOf(json) })
    : navigator.credentials.get({ publicKey: requestOf(json) });
};

if (form !== null) {
  const start = form.querySelector<HTMLButtonElement>("[data-start]")!;
  const failed = form.querySelector<HTMLElement>("[data-failed]")!;
  const field = form.querySelector<HTMLInputElement>("input[name=credential]")!;
  const begin = async () => {
    start.disabled = true;
    failed.hidden = true;
    try {
      const credential = await ask(form.dataset.passkey, form.dataset.options!);
      field.value = JSON.stringify(answerOf(credential as PublicKeyCredential));
      form.submit();
    } catch {
      // Whoever changed their mind, let it wait too long, or has none: browsers tell these apart for nobody.
      failed.hidden = false;
      start.disabled = false;
    }
  };
  start.addEventListener("click", () => void begin());
  // Not after a refusal: the device would give the same answer again, and again.
  if (form.dataset.atOnce !== undefined) {
    void begin();
  }
}
