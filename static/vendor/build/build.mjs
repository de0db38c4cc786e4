// Copies, joins and bundles the packages of package.json into static/vendor. Run: npm install && npm run build
import { build, transform } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const VENDOR = dirname(HERE);
const PROJECT = dirname(dirname(VENDOR));
const packages = (path) => join(HERE, "node_modules", path);
const read = (path) => readFileSync(packages(path), "utf8");
const withoutMap = (text) => text.replace(/\n?(\/\*|\/\/)# sourceMappingURL=[^\n]*\n?/g, "\n").trimEnd() + "\n";
const write = (path, text) => {
  mkdirSync(dirname(join(VENDOR, path)), { recursive: true });
  writeFileSync(join(VENDOR, path), text);
};
const copy = (from, to) => {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(packages(from), to);
};

// Tabler
for (const name of ["tabler.min.css", "tabler.rtl.min.css"]) {
  write(`tabler/${name}`, withoutMap(read(`@tabler/core/dist/css/${name}`)));
}

// Icons: one sprite
const names = readFileSync(join(HERE, "icons.txt"), "utf8").split("\n").filter(Boolean);
const symbols = names.map((name) => {
  const svg = read(`@tabler/icons/icons/outline/${name}.svg`);
  const paths = svg.match(/<path[^>]*\/>/g).filter((path) => !path.includes('stroke="none"'));
  return `<symbol id="${name}" viewBox="0 0 24 24">${paths.join("")}</symbol>`;
});
write("icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`);

// Fonts
const fonts = {
  inter: ["latin", "latin-ext"],
  vazirmatn: ["arabic"],
  "noto-nastaliq-urdu": ["arabic"],
};
for (const [font, subsets] of Object.entries(fonts)) {
  for (const subset of subsets) {
    const file = `${font}-${subset}-wght-normal.woff2`;
    copy(`@fontsource-variable/${font}/files/${file}`, join(VENDOR, "fonts", file));
  }
}

// htmx and its two extensions in one file: a separate deferred extension can come too late
const minified = async (path) => (await transform(read(path), { minify: true, legalComments: "none" })).code;
write(
  "htmx.min.js",
  [
    "/* htmx 2.0.11 + idiomorph 0.8.0 + htmx-ext-sse 2.2.4, all BSD-0-Clause: see licences/ */",
    read("htmx.org/dist/htmx.min.js").trim(),
    read("idiomorph/dist/idiomorph-ext.min.js").trim(),
    (await minified("htmx-ext-sse/sse.js")).trim(),
    "",
  ].join(";\n").replace("*/;", "*/"),
);

// ECharts: the types in use only
await build({
  entryPoints: [join(HERE, "echarts.entry.js")],
  outfile: join(VENDOR, "echarts.min.js"),
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "none",
  banner: { js: "/* Apache ECharts 6.1.0 (Apache-2.0) with zrender (BSD-3-Clause), own bundle: see licences/ */" },
});

// axe, for the browser tests only
writeFileSync(join(PROJECT, "tests/browser/axe.min.js"), withoutMap(read("axe-core/axe.min.js")));

// Licences
const licences = {
  tabler: "@tabler/icons/LICENSE",
  inter: "@fontsource-variable/inter/LICENSE",
  vazirmatn: "@fontsource-variable/vazirmatn/LICENSE",
  "noto-nastaliq-urdu": "@fontsource-variable/noto-nastaliq-urdu/LICENSE",
  "noto-sans-sc": "@fontsource/noto-sans-sc/LICENSE",
  htmx: "htmx.org/LICENSE",
  idiomorph: "idiomorph/LICENSE",
  "htmx-ext-sse": "htmx-ext-sse/LICENSE",
  echarts: "echarts/LICENSE",
  "echarts-notice": "echarts/NOTICE",
  zrender: "zrender/LICENSE",
};
for (const [name, path] of Object.entries(licences)) write(`licences/${name}.txt`, withoutMap(read(path)));
