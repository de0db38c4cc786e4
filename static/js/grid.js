// The allocation grid: arrows move between rows, a block from a spreadsheet fills the cells from where it is pasted,
// and what is being typed survives the answer to the change before. Without it every cell is an ordinary input.

const cellsOf = (row) => [...row.querySelectorAll("input")];
const rowsOf = (grid) => [...grid.tBodies[0].rows];

function neighbour(input, rows, columns) {
  const grid = input.closest("[data-grid]");
  const row = input.closest("tr");
  const at = rowsOf(grid).indexOf(row);
  const next = rowsOf(grid)[at + rows];
  return next && cellsOf(next)[cellsOf(row).indexOf(input) + columns];
}

document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-grid] input")) return;
  const step = { ArrowDown: 1, ArrowUp: -1, Enter: 1 }[event.key];
  if (!step) return;
  event.preventDefault();
  // Lines that are agreed cannot be typed into: the step goes over them
  let next = neighbour(event.target, step, 0);
  while (next?.readOnly) next = neighbour(next, step, 0);
  if (next) {
    next.focus();
    next.select();
  } else event.target.blur();
});

document.addEventListener("paste", (event) => {
  if (!event.target.matches?.("[data-grid] input")) return;
  const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
  if (!/[\t\n]/.test(text)) return;
  event.preventDefault();
  text.split("\n").forEach((line, row) => {
    line.split("\t").forEach((value, column) => {
      const input = row || column ? neighbour(event.target, row, column) : event.target;
      if (input && !input.readOnly) input.value = value.trim();
    });
  });
  event.target.dispatchEvent(new Event("change", { bubbles: true }));
});

// The table is swapped while the person is in the next cell already
let typing = null;
document.addEventListener("htmx:beforeSwap", () => {
  const input = document.activeElement;
  typing = input?.matches?.("[data-grid] input") ? { id: input.id, value: input.value, changed: input.value !== input.defaultValue } : null;
});
document.addEventListener("htmx:afterSettle", () => {
  const input = typing && document.getElementById(typing.id);
  if (!input) return;
  if (typing.changed) input.value = typing.value;
  input.focus();
  if (!typing.changed) input.select();
  typing = null;
});
