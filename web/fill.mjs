// Fills src/marsad/publish/site/static/vendor/ from node_modules: htmx, two font families, their licences, a manifest.
//
//   npm --prefix web ci && node web/fill.mjs
//
// The folder is never committed; the wheel carries it. The pages work without it, plain and with the system's fonts.
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const web = dirname(fileURLToPath(import.meta.url));
const modules = join(web, "node_modules");
const vendor = join(web, "..", "src", "marsad", "publish", "site", "static", "vendor");
const declared = JSON.parse(readFileSync(join(web, "package.json"), "utf8")).dependencies;

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
  const sha256 = createHash("sha256").update(readFileSync(source)).digest("hex");
  files.push({ file: to, package: packageName, sha256 });
}

rmSync(vendor, { recursive: true, force: true });
take("htmx.org", "dist/htmx.min.js", "htmx.min.js");
take("htmx.org", "LICENSE", "licences/htmx.txt");

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

const packages = Object.fromEntries(
  Object.entries(declared).map(([name, version]) => {
    const found = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
    if (found.version !== version) {
      throw new Error(`${name} is ${found.version}, package.json declares ${version}: run "npm --prefix web ci"`);
    }
    return [name, { version, licence: found.license }];
  }),
);
writeFileSync(join(vendor, "vendor.json"), JSON.stringify({ packages, files }, null, 1) + "\n");
console.error(`filled ${files.length} files into static/vendor`);
