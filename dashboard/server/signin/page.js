// A one-time link carries its secret behind the #, which browsers send to nobody and log nowhere.
const secret = location.hash.slice(1);
const form = document.getElementById("link");
if (form && secret) {
  history.replaceState(null, "", location.pathname + location.search);
  form.elements.link.value = secret;
  form.hidden = false;
  document.getElementById("password").hidden = true;
  form.querySelector("button").focus();
}
