// The room of a joint session follows what others do: a server-sent event says that something changed, and the room is
// asked for anew. What is being typed is kept: every input that differs from what the page brought keeps its text and focus.
// Without this the same page works by reload.

const room = () => document.getElementById("room");
let source = null;

function typed() {
  const kept = new Map();
  for (const input of room().querySelectorAll("input:not([type=hidden]), textarea, select")) {
    const before = input.tagName === "SELECT" ? [...input.options].find((option) => option.defaultSelected)?.value : input.defaultValue;
    if (input.id && before !== undefined && input.value !== before) kept.set(input.id, input.value);
  }
  return kept;
}

async function refresh() {
  const focused = document.activeElement;
  const at = room().contains(focused) ? { id: focused.id, start: focused.selectionStart, end: focused.selectionEnd } : null;
  const answer = await fetch(room().dataset.page, { headers: { "HX-Request": "true" } });
  if (!answer.ok) return;
  const text = await answer.text();
  const kept = typed();
  const holder = document.createElement("template");
  holder.innerHTML = text;
  const next = holder.content.getElementById("room");
  if (!next) return;
  room().replaceWith(next);
  if (!next.hasAttribute("data-live")) source?.close();
  htmx.process(next);
  for (const [id, value] of kept) {
    const input = document.getElementById(id);
    if (input) input.value = value;
  }
  const again = at?.id && document.getElementById(at.id);
  if (again) {
    again.focus({ preventScroll: true });
    if (at.start !== null && again.setSelectionRange && again.type !== "number") again.setSelectionRange(at.start, at.end);
  }
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
addEventListener("pagehide", () => source?.close());
listen();
