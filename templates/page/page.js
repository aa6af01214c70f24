// What is more convenient with a script; nothing needs it. No network, no storage but the choice of light or dark.
(function () {
  "use strict";
  var words = document.body.dataset;

  // Light or dark: what the system wants, until somebody chooses.
  var root = document.documentElement;
  var wanted = window.matchMedia("(prefers-color-scheme: dark)");
  var remembered = null;
  try { remembered = localStorage.getItem("csr-report-theme"); } catch (_) { /* a file may have no storage */ }
  if (remembered === "dark" || remembered === "light") root.dataset.theme = remembered;
  var isDark = function () { return root.dataset.theme ? root.dataset.theme === "dark" : wanted.matches; };
  var button = document.createElement("button");
  button.type = "button";
  button.className = "theme";
  var name = function () { button.textContent = isDark() ? words.light : words.dark; };
  button.addEventListener("click", function () {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("csr-report-theme", root.dataset.theme); } catch (_) { /* as above */ }
    name();
  });
  if (wanted.addEventListener) wanted.addEventListener("change", name);
  name();
  document.querySelector(".tools").appendChild(button);

  // A box that does not scroll is no stop for the keyboard.
  var boxes = Array.prototype.slice.call(document.querySelectorAll(".scroll"));
  var settle = function () {
    boxes.forEach(function (box) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; else box.removeAttribute("tabindex");
    });
  };
  window.addEventListener("resize", settle);
  settle();
  // What is newest stands at the right of a chart.
  document.querySelectorAll(".chart .scroll").forEach(function (box) { box.scrollLeft = box.scrollWidth; });

  // Lists: sorted by their headings, filtered by a word.
  var number = function (text) {
    var found = /^[+−-]?[\d,]*\.?\d+/.exec(text);
    return found ? parseFloat(found[0].replace(/,/g, "").replace("−", "-")) : NaN;
  };
  var compare = function (one, other, isNumber, way) {
    var nothing = [one, other].map(function (text) { return text === "" || text === "—"; });
    if (nothing[0] || nothing[1]) return nothing[0] - nothing[1];
    if (isNumber) return way * (number(one) - number(other) || 0);
    return way * one.localeCompare(other, root.lang, { numeric: true });
  };
  document.querySelectorAll(".list").forEach(function (list) {
    var heads = Array.prototype.slice.call(list.querySelectorAll("thead th"));
    var body = list.querySelector("tbody");
    var rows = Array.prototype.slice.call(body.rows);
    if (rows.length < 2) return;
    heads.forEach(function (head, at) {
      var sort = document.createElement("button");
      sort.type = "button";
      sort.textContent = head.textContent;
      head.textContent = "";
      head.appendChild(sort);
      sort.addEventListener("click", function () {
        var way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
        heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
        rows.sort(function (one, other) {
          var totals = one.classList.contains("total") - other.classList.contains("total");
          var texts = [one, other].map(function (row) { return row.cells[at].textContent.trim(); });
          return totals || compare(texts[0], texts[1], head.classList.contains("n"), way);
        });
        rows.forEach(function (row) { body.appendChild(row); });
      });
    });
    var label = document.createElement("label");
    label.className = "filter";
    var input = document.createElement("input");
    input.type = "search";
    var found = document.createElement("output");
    label.append(words.filter + " ", input, " ", found);
    list.insertBefore(label, list.querySelector(".scroll"));
    input.addEventListener("input", function () {
      var wanted = input.value.trim().toLowerCase().split(/\s+/);
      var shown = 0;
      rows.forEach(function (row) {
        var text = row.textContent.toLowerCase();
        row.hidden = !wanted.every(function (word) { return text.indexOf(word) >= 0; });
        shown += row.hidden ? 0 : 1;
      });
      found.textContent = input.value ? words.found.replace("{shown}", shown).replace("{all}", rows.length) : "";
    });
  });
})();
