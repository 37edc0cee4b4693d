// Conveniences; the site works without them: tables that sort, a name for the search dialog, a word to those who open it from disk.
(() => {
  "use strict";
  const value = (row, column) => {
    const text = row.cells[column].textContent.trim();
    const number = Number.parseFloat(text.replace(/[,%\s]/g, ""));
    const units = { kB: 1e3, MB: 1e6, GB: 1e9 };
    return /^[-+]?[\d.,]+\s*(%|B|kB|MB|GB)?$/.test(text) ? number * (units[text.split(/\s/).pop()] || 1) : text;
  };
  const compare = (a, b) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), document.documentElement.lang);
  const sort = (table, column, head) => {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const body = table.tBodies[0];
    const rows = [...body.rows].sort((a, b) => compare(value(a, column), value(b, column)) * (down ? -1 : 1));
    body.append(...rows);
  };
  for (const table of document.querySelectorAll("table[data-cq-sort]")) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "cq-sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => sort(table, column, head));
    });
  }
  const chinese = document.documentElement.lang.startsWith("zh");
  const dialog = document.querySelector(".md-search[role=dialog]");
  if (dialog) dialog.setAttribute("aria-label", chinese ? "搜索" : "Search");
  if (location.protocol === "file:") {
    const note = chinese
      ? "从磁盘打开时不能搜索：请用网页服务器打开，如 python -m http.server"
      : "Search needs a web server, it does not work from disk: try python -m http.server";
    const query = document.querySelector("[data-md-component=search-query]");
    const meta = document.querySelector(".md-search-result__meta");
    if (query) query.placeholder = note;
    if (meta) meta.textContent = note;
  }
})();
