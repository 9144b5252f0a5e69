// Fills src/marsad/publish/site/static/vendor/ from node_modules: htmx, the map, the charts, two font families, their
// licences, a manifest. Only the charts are bundled (a part of a large library); all else is copied as published.
//
//   npm --prefix web ci && node web/fill.mjs
//
// The folder is never committed; the wheel carries it. The pages work without it, plain and with the system's fonts.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const web = dirname(fileURLToPath(import.meta.url));
const modules = join(web, "node_modules");
const vendor = join(web, "..", "src", "marsad", "publish", "site", "static", "vendor");
const project = JSON.parse(readFileSync(join(web, "package.json"), "utf8"));
const declared = { ...project.dependencies, ...project.devDependencies };

const fonts = [
  { package: "@fontsource/ibm-plex-sans-arabic", slug: "ibm-plex-sans-arabic", family: "IBM Plex Sans Arabic", weights: [400, 600] },
  { package: "@fontsource/noto-naskh-arabic", slug: "noto-naskh-arabic", family: "Noto Naskh Arabic", weights: [400, 700] },
];
const subsets = ["arabic", "latin"];
const files = [];

function take(packageName, from, to) {
  const source = join(modules, packageName, from);
  if (!existsSync(source)) {
    throw new Error(`${packageName}/${from} is missing: run "npm --prefix web ci" first`);
  }
  mkdirSync(dirname(join(vendor, to)), { recursive: true });
  copyFileSync(source, join(vendor, to));
  list(packageName, to);
}

function list(packageName, to) {
  const sha256 = createHash("sha256").update(readFileSync(join(vendor, to))).digest("hex");
  files.push({ file: to, package: packageName, sha256 });
}

function read(packageName) {
  return JSON.parse(readFileSync(join(modules, packageName, "package.json"), "utf8"));
}

function listLicences(folder) {
  if (!existsSync(folder)) return [];
  const named = readdirSync(folder).filter((file) => /^(licen[cs]e|notice|copying)/i.test(file)).sort();
  return named.map((file) => join(folder, file)).filter((file) => statSync(file).isFile());
}

// What a bundle holds has authors of its own: the licences of a package and of all that it is made of, in one file.
function takeLicences(packageName, to) {
  const waiting = [packageName], seen = new Set(), texts = [];
  while (waiting.length) {
    const name = waiting.shift();
    if (seen.has(name) || name.startsWith("@types/")) continue;
    seen.add(name);
    const found = read(name);
    waiting.push(...Object.keys(found.dependencies ?? {}));
    const folder = join(modules, name);
    const held = ["", "licenses"].flatMap((part) => listLicences(join(folder, part)));
    if (name === packageName && held.length === 0) throw new Error(`${name} carries no licence`);
    texts.push(`${name} ${found.version} (${found.license ?? "see below"})`, ...held.map((file) => readFileSync(file, "utf8").trim()));
  }
  mkdirSync(join(vendor, "licences"), { recursive: true });
  writeFileSync(join(vendor, to), texts.join("\n\n") + "\n");
  list(packageName, to);
}

rmSync(vendor, { recursive: true, force: true });
take("htmx.org", "dist/htmx.min.js", "htmx.min.js");
take("htmx.org", "LICENSE", "licences/htmx.txt");

// The three modules belong together: one release's worker asks for another file than the next one's.
for (const part of ["maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl-shared.mjs", "maplibre-gl.css"]) {
  take("maplibre-gl", `dist/${part}`, part);
}
takeLicences("maplibre-gl", "licences/maplibre-gl.txt");

const { buildSync } = await import("esbuild").catch(() => {
  throw new Error('esbuild is missing: run "npm --prefix web ci" first');
});
buildSync({
  entryPoints: [join(web, "charts.mjs")], outfile: join(vendor, "echarts.mjs"),
  bundle: true, minify: true, format: "esm", target: "es2022", charset: "utf8", legalComments: "none", logLevel: "error",
});
list("echarts", "echarts.mjs");
takeLicences("echarts", "licences/echarts.txt");

const faces = [];
for (const font of fonts) {
  const ranges = JSON.parse(readFileSync(join(modules, font.package, "unicode.json"), "utf8"));
  take(font.package, "LICENSE", `licences/${font.slug}.txt`);
  for (const weight of font.weights) {
    for (const subset of subsets) {
      const name = `fonts/${font.slug}-${subset}-${weight}.woff2`;
      take(font.package, `files/${font.slug}-${subset}-${weight}-normal.woff2`, name);
      faces.push(
        `@font-face { font-family: "${font.family}"; font-style: normal; font-weight: ${weight}; font-display: swap;\n` +
        `  src: url("${name}") format("woff2"); unicode-range: ${ranges[subset]}; }`,
      );
    }
  }
}
writeFileSync(join(vendor, "fonts.css"), faces.join("\n") + "\n");

for (const [name, version] of Object.entries(declared)) {
  if (read(name).version !== version) {
    throw new Error(`${name} is ${read(name).version}, package.json declares ${version}: run "npm --prefix web ci"`);
  }
}
const packages = Object.fromEntries(
  Object.entries(project.dependencies).map(([name, version]) => [name, { version, licence: read(name).license }]),
);
writeFileSync(join(vendor, "vendor.json"), JSON.stringify({ packages, files }, null, 1) + "\n");
console.error(`filled ${files.length} files into static/vendor`);
