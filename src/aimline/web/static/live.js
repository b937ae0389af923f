// Read a short sentence aloud after part of a page was replaced: any new element with `data-say` speaks.
// Also keep the file wizard honest: a form that is under way cannot be sent twice by a nervous second click.
(function () {
  "use strict";

  function say(sentence) {
    const region = document.getElementById("live");
    if (!region) return;
    region.textContent = "";
    window.setTimeout(function () { region.textContent = sentence; }, 60);
  }

  document.addEventListener("htmx:afterSwap", function (event) {
    const spoken = event.target.matches("[data-say]") ? event.target : event.target.querySelector("[data-say]");
    if (spoken) say(spoken.dataset.say);
  });

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (form.method === "post" && !form.hasAttribute("hx-post")) form.dataset.sent = "yes";
  });

  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });
})();
