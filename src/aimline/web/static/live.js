// Read a short sentence aloud after part of a page was replaced: any new element with `data-say` speaks.
// While somebody types, only the last of several answers speaks, and never the same words twice in a row.
// A question that is still being asked when its page is left is dropped without a word: nobody waits for the answer.
// In a list that is typed in, Enter and the arrows go from line to line, as in a spreadsheet; Enter at the end sends it.
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

  const asking = new Set();
  document.addEventListener("htmx:beforeSend", function (event) { asking.add(event.detail.xhr); });
  document.addEventListener("htmx:afterRequest", function (event) { asking.delete(event.detail.xhr); });

  function dropQuestions() {
    asking.forEach(function (request) {
      request.onabort = request.onerror = request.onloadend = null;
      request.abort();
    });
    asking.clear();
  }

  const STEPS = { Enter: 1, ArrowDown: 1, ArrowUp: -1 };
  document.addEventListener("keydown", function (event) {
    const list = event.target.closest(".typed");
    if (!list || !(event.key in STEPS) || event.isComposing) return;
    event.preventDefault();
    const fields = Array.from(list.querySelectorAll("input"));
    const next = fields[fields.indexOf(event.target) + STEPS[event.key]];
    if (next) { next.focus(); next.select(); }
    else if (event.key === "Enter") event.target.form.requestSubmit(event.target.form.querySelector("[data-send]"));
  });

  window.addEventListener("pagehide", dropQuestions);
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    dropQuestions();
    if (form.method === "post" && !form.hasAttribute("hx-post")) form.dataset.sent = "yes";
  });

  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });
})();
