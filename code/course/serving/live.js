// Keeps a page of `mkdocs serve` up to date: reloads it when it has changed, fills in how far the
// computations are that it waits for, and opens and closes the panel of a fault.
(function () {
  "use strict";
  var version = document.currentScript.dataset.version;
  var progress = document.currentScript.dataset.progress;
  var place = "course-place " + location.pathname;

  function load(address, then) {
    fetch(address, { cache: "no-store" })
      .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(); })
      .then(then, function () { setTimeout(function () { load(address, then); }, 2000); });
  }

  // What is read stays where it is, though results above it fill in.
  function keepPlace() {
    var seen = Array.prototype.filter.call(
      document.querySelectorAll("main [id]"),
      function (element) { return element.getBoundingClientRect().top <= 80; });
    var last = seen[seen.length - 1];
    if (last && scrollY > 0) {
      sessionStorage.setItem(place, JSON.stringify([last.id, last.getBoundingClientRect().top]));
    }
  }
  function findPlace() {
    var kept = JSON.parse(sessionStorage.getItem(place));
    var element = kept && document.getElementById(kept[0]);
    sessionStorage.removeItem(place);
    if (element) {
      scrollBy({ top: element.getBoundingClientRect().top - kept[1], behavior: "instant" });
    }
  }

  function watch() {
    var query = "?path=" + encodeURIComponent(location.pathname) + "&version=" + version;
    load("/livereload/page" + query, function (answer) {
      if (answer.version !== version) {
        keepPlace();
        location.reload();
      } else {
        watch();
      }
    });
  }

  function follow() {
    var waiting = document.querySelectorAll("[data-course-wait]");
    if (!waiting.length) { return; }
    load("/livereload/progress", function (waits) {
      waiting.forEach(function (element) {
        var known = waits[element.dataset.courseWait];
        var shown = element.querySelector("[data-course-progress]");
        if (known && shown) {
          shown.textContent = progress
            .replace("{done}", known[0]).replace("{total}", known[1])
            .replace("{seconds}", Math.round(known[2]));
        }
      });
      setTimeout(follow, 1000);
    });
  }

  function panel() {
    var fault = document.querySelector(".course-fault");
    if (!fault) { return; }
    var dialog = fault.querySelector("[role=dialog]");
    var opener = fault.querySelector("[data-fault-open]");
    var name = "course-fault-closed";
    function show(open) {
      dialog.hidden = !open;
      opener.hidden = open;
    }
    function close() {
      show(false);
      sessionStorage.setItem(name, fault.dataset.fault);
      opener.focus({ preventScroll: true });
    }
    // A fault that was put aside stays so on pages that can be read; another one is shown.
    show(sessionStorage.getItem(name) !== fault.dataset.fault ||
      document.querySelector("[data-course-stand-in]") !== null);
    fault.querySelector("[data-fault-close]").addEventListener("click", close);
    opener.addEventListener("click", function () {
      sessionStorage.removeItem(name);
      show(true);
      dialog.focus();
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && !dialog.hidden) { close(); }
    });
  }

  panel();
  follow();
  addEventListener("load", function () { findPlace(); watch(); });
})();
