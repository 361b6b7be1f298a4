// What opens an invitation stands behind '#' and is never sent with an address. It goes into the form, and out of the
// address: the history of the browser need not keep it.
const code = document.querySelector<HTMLInputElement>("#code");
const token = location.hash.slice(1);
if (code !== null && token !== "") {
  code.value = token;
  history.replaceState(null, "", location.pathname);
}
