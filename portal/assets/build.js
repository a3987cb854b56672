// Builds portal/static/ from portal/assets/ and the packages in node_modules/. Every file's name carries a
// digest of what is in it, so that browsers may keep it for ever; assets.json says which name is which.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile, SassString } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static");
const resolve = createRequire(import.meta.url).resolve;
const manifest = {};

/** What the last build made: a site that still runs on it goes on finding its style sheet. */
const former = existsSync(join(out, "assets.json")) ? Object.values(JSON.parse(readFileSync(join(out, "assets.json"), "utf8"))) : [];

/** Writes a file under a name that carries its digest, notes it in the manifest, and returns the new name. */
function publish(name, content) {
  const digest = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const extension = extname(name);
  const published = `${basename(name, extension)}-${digest}${extension}`;
  writeFileSync(join(out, published), content);
  manifest[name] = published;
  return published;
}

/** In Sass: font-file("package/path.woff2") publishes the file and gives its address. */
const functions = {
  "font-file($path)": ([path]) => {
    const file = resolve(path.assertString("path").text);
    return new SassString(`url("${publish(basename(file), readFileSync(file))}") format("woff2")`, { quotes: false });
  },
};

function buildStyles() {
  const { css } = compile(join(here, "sass", "copybook.scss"), {
    functions,
    loadPaths: [join(here, "..", "..", "node_modules")],
    style: "compressed",
    quietDeps: true,
  });
  publish("copybook.css", css);
}

/** Publishes a script, and first the modules it imports: ours, and those of packages. Returns its new name. */
function publishScript(path) {
  const script = readFileSync(path, "utf8").replace(/\/\/# sourceMappingURL=.*\n?/, "");
  const rewritten = script.replace(/^(import (?:[^"]*? from )?)"([^"]+)";$/gm, (_, before, name) => {
    const imported = name.startsWith("./") ? join(dirname(path), name) : resolve(name);
    return `${before}"./${publishScript(imported)}";`;
  });
  return publish(basename(path).replace(/\.mjs$/, ".js"), rewritten);
}

function copyImages() {
  const images = join(here, "images");
  for (const name of readdirSync(images)) publish(name, readFileSync(join(images, name)));
}

mkdirSync(out, { recursive: true });
buildStyles();
publishScript(join(here, "scripts", "copybook.js"));
copyImages();
writeFileSync(join(out, "assets.json"), JSON.stringify(manifest, null, 2) + "\n");

const wanted = new Set(["assets.json", ...Object.values(manifest), ...former]);
for (const name of readdirSync(out)) if (!wanted.has(name)) rmSync(join(out, name), { recursive: true });
