// The room of a joint session follows what others do: a server-sent event says that something changed, and the room is
// asked for anew. What is being typed is kept: every input that differs from what the page brought keeps its text and focus.
// Without this the same page works by reload.

const room = () => document.getElementById("room");
let source = null;

function typed(sent) {
  const kept = new Map();
  for (const input of room().querySelectorAll("input:not([type=hidden]), textarea, select")) {
    const before = input.tagName === "SELECT" ? [...input.options].find((option) => option.defaultSelected)?.value : input.defaultValue;
    if (input.id && before !== undefined && input.value !== before && !sent?.contains(input)) kept.set(input.id, input);
  }
  return kept;
}

function putBack(kept) {
  const homeless = [];
  for (const [id, was] of kept) {
    const input = document.getElementById(id);
    if (input) input.value = was.value;
    else if (was.tagName !== "SELECT" && was.type !== "number") homeless.push(was.value);
  }
  if (!homeless.length) return;
  // The session is over: its forms are gone, what stood in them is not.
  const notice = document.getElementById("room-typed");
  const words = notice.querySelector(".room-typed");
  words.textContent = [words.textContent, ...homeless].filter(Boolean).join("\n");
  notice.hidden = false;
}

async function refresh() {
  const answer = await fetch(room().dataset.page, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return;
  const text = await answer.text();
  const kept = typed();
  const holder = document.createElement("template");
  holder.innerHTML = text;
  const next = holder.content.getElementById("room");
  if (!next) return;
  const { id, selectionStart: start, selectionEnd: end } = document.activeElement;
  document.dispatchEvent(new CustomEvent("room:beforeSwap", { detail: { target: room() } }));
  room().replaceWith(next);
  if (!next.hasAttribute("data-live")) source?.close();
  htmx.process(next);
  putBack(kept);
  document.dispatchEvent(new CustomEvent("room:afterSettle"));
  const again = document.activeElement;
  if (id && again.id === id && start != null && again.setSelectionRange && again.type !== "number") again.setSelectionRange(start, end);
}

function listen() {
  if (source || !room()?.hasAttribute("data-live")) return;
  source = new EventSource(`${room().dataset.room}?seen=${encodeURIComponent(room().dataset.tag)}`);
  source.addEventListener("room", (event) => {
    if (event.data !== room().dataset.tag) refresh();
  });
}

setInterval(() => {
  for (const clock of document.querySelectorAll("[data-ticking]")) {
    const seconds = Number(clock.dataset.seconds) + 1;
    clock.dataset.seconds = seconds;
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }
}, 1000);
// One's own step brings the room anew as well: what stands in the other forms stays there.
let unsent = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "room") unsent = typed(event.detail.requestConfig.elt);
});
document.addEventListener("htmx:afterSwap", () => {
  if (unsent) putBack(unsent);
  unsent = null;
});
addEventListener("pagehide", () => source?.close());
listen();
