// A one-time link carries its secret behind the #, which browsers send to nobody and log nowhere.
const secret = location.hash.slice(1);
const form = document.getElementById("by-link");
if (form && secret) {
  history.replaceState(null, "", location.pathname + location.search);
  form.elements.link.value = secret;
  form.hidden = false;
  document.querySelector(".foot a").hash = secret;
  document.getElementById("by-password").hidden = true;
  form.querySelector("button").focus();
}
