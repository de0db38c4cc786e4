// Moving goals in their tree by keyboard: the handle of a goal takes arrow keys and fills in the form that works without.

const form = () => document.getElementById("goal-move-form");

function send(handle, parent) {
  const fields = form().elements;
  fields.goal.value = handle.dataset.goal;
  fields.parent.value = parent;
  fields.version.value = handle.dataset.version;
  form().requestSubmit();
}

const handleOf = (node) => node?.querySelector(":scope > article .goal-handle");

function move(handle, key) {
  const node = handle.closest(".goal-node");
  const towardsEnd = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const above = node.parentElement.closest(".goal-node");
  if (key === towardsEnd) {
    const before = node.previousElementSibling;
    if (before) send(handle, handleOf(before).dataset.goal);
  } else if (above) {
    send(handle, handleOf(above.parentElement.closest(".goal-node"))?.dataset.goal ?? "");
  }
}

function step(handle, by) {
  const handles = [...document.querySelectorAll(".goal-handle")];
  handles[handles.indexOf(handle) + by]?.focus();
}

document.addEventListener("keydown", (event) => {
  const handle = event.target.closest?.(".goal-handle");
  if (!handle || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "ArrowUp" || event.key === "ArrowDown") step(handle, event.key === "ArrowUp" ? -1 : 1);
  else if (event.key === "ArrowLeft" || event.key === "ArrowRight") move(handle, event.key);
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-branches]");
  if (!button) return;
  for (const branch of document.querySelectorAll("#goal-tree details")) branch.open = button.dataset.branches === "open";
});
