// What the page needs beyond HTML: menus that close, questions before a step that cannot be undone, notices.
// Everything works without it, except for the theme.

const confirmDialog = document.getElementById("confirm");

function ask(question) {
  confirmDialog.querySelector("p").textContent = question;
  confirmDialog.returnValue = "no";
  confirmDialog.showModal();
  return new Promise((resolve) => {
    confirmDialog.addEventListener("close", () => resolve(confirmDialog.returnValue === "yes"), { once: true });
  });
}

// <button data-confirm="…"> or <form data-confirm="…">
document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!question || form.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!(await ask(question))) return;
    form.dataset.confirmed = "yes";
    form.requestSubmit(event.submitter);
    delete form.dataset.confirmed;
  },
  true,
);

// A form that is on its way is not sent a second time by a double click
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);
});
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A form that came back with errors begins where it has to be put right
document.querySelector("main form [aria-invalid=true]:not([type=hidden])")?.focus();

// What had the focus and is swapped away gives it to what stands there then: the first fault, the same control, else the
// first one of the box. Whoever works by keyboard goes on where they were.
let left = null;

function spotOf(control, box) {
  const nth = control.form ? [...control.form.elements].indexOf(control) : -1;
  return { control, box, id: control.id, nth, action: control.form?.getAttribute("action"), href: control.getAttribute("href") };
}

function sameControl({ id, nth, action, href }) {
  const form = action && [...document.forms].find((one) => one.getAttribute("action") === action);
  const link = href && [...document.links].find((one) => one.getAttribute("href") === href);
  const same = (id && document.getElementById(id)) || form?.elements?.[nth] || link;
  return same?.disabled ? null : same;
}

function leave(event) {
  const { target } = event.detail;
  left = target.contains(document.activeElement) ? spotOf(document.activeElement, target.id) : null;
}

function comeBack() {
  const spot = left;
  left = null;
  if (!spot || spot.control.isConnected || document.activeElement !== document.body) return;
  const box = document.getElementById(spot.box);
  const fault = box?.querySelector("form [aria-invalid=true]:not([type=hidden])");
  (fault ?? sameControl(spot) ?? box?.querySelector(":is(input:not([type=hidden]), textarea, select, button):enabled, a[href]"))?.focus({ preventScroll: !fault });
}
document.addEventListener("htmx:beforeSwap", leave);
document.addEventListener("room:beforeSwap", leave);
document.addEventListener("htmx:afterSettle", comeBack);
document.addEventListener("room:afterSettle", comeBack);

// hx-confirm asks in the same dialog
document.addEventListener("htmx:confirm", async (event) => {
  if (!event.detail.question) return;
  event.preventDefault();
  if (await ask(event.detail.question)) event.detail.issueRequest(true);
});

document.addEventListener("click", (event) => {
  const dismiss = event.target.closest("[data-dismiss]");
  if (dismiss) dismiss.closest(".alert").remove();
  if (event.target.closest("[data-print]")) print();
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target) || event.target.closest(".menu-panel [data-theme-choice]")) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

function showTheme() {
  const { themeChoice } = document.documentElement.dataset;
  for (const button of document.querySelectorAll(".menu-item[data-theme-choice]")) {
    button.setAttribute("aria-pressed", String(button.dataset.themeChoice === themeChoice));
  }
}
showTheme();
document.addEventListener("click", showTheme);
document.addEventListener("themechange", showTheme);

// A filter that sends itself: <form data-autosubmit>
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-autosubmit]");
  if (form) form.requestSubmit();
});

// A table that is wider than its place can be scrolled by keyboard too
function reachTables() {
  for (const place of document.querySelectorAll(".table-responsive:not([tabindex])")) {
    if (place.scrollWidth > place.clientWidth) place.tabIndex = 0;
  }
}
reachTables();
document.addEventListener("htmx:load", reachTables);
addEventListener("resize", reachTables);

function showFailure() {
  const messages = document.getElementById("messages");
  const failure = document.getElementById("request-failed");
  if (messages && failure) messages.replaceChildren(failure.content.cloneNode(true));
}
document.addEventListener("htmx:responseError", showFailure);
document.addEventListener("htmx:sendError", showFailure);

// Charts are loaded only where there are any, also after a fragment came in
function loadCharts() {
  if (document.querySelector("figure[data-chart]")) import(document.querySelector("meta[name=charts]").content);
}
loadCharts();
document.addEventListener("htmx:load", loadCharts);
