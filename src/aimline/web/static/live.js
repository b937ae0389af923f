// Read a short sentence aloud after part of a page was replaced: any new element with `data-say` speaks.
// While somebody types, only the last of several answers speaks, and never the same words twice in a row.
// A form that is under way is not sent again by a second click (the server would answer once anyway).
(function () {
  "use strict";

  const QUIET_MS = 700;
  let waiting = null;

  function say(sentence) {
    const region = document.getElementById("live");
    if (!region) return;
    window.clearTimeout(waiting);
    waiting = window.setTimeout(function () {
      if (region.textContent !== sentence) region.textContent = sentence;
    }, QUIET_MS);
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
