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

// Back from the office's provider. The browser still counts this as the other site's visit and keeps
// our cookies to itself; what the page sends on is ours, with them.
const back = document.getElementById("by-provider");
if (back) {
  history.replaceState(null, "", location.pathname);
  back.submit();
}
