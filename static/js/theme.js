// Blocking, in the head: the page must not flash in the wrong theme.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem("theme") || "system";
    } catch {
      return "system";
    }
  };
  const apply = () => {
    const choice = chosen();
    const theme = choice === "system" ? (system.matches ? "dark" : "light") : choice;
    root.dataset.themeChoice = choice;
    if (root.dataset.bsTheme === theme) return;
    root.dataset.bsTheme = theme;
    document.dispatchEvent(new CustomEvent("themechange"));
  };
  root.classList.add("js");
  apply();
  system.addEventListener("change", apply);
  addEventListener("storage", (event) => event.key === "theme" && apply());
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-theme-choice]");
    if (!button || button === root) return;
    try {
      localStorage.setItem("theme", button.dataset.themeChoice);
    } catch {
      return;
    }
    apply();
  });
})();
