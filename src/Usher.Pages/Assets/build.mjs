// Builds what pages load: node build.mjs --out FOLDER. Every file has a hash of its content in its name and is
// compressed as well; manifest.json maps entry points to names.
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import zlib from "node:zlib";
import { bundle } from "./bundle.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = parseArgs({ options: { out: { type: "string" } } }).values.out;
if (!out) {
  throw new Error("--out FOLDER is missing: where the files go");
}

const brotli = promisify(zlib.brotliCompress);
const gzip = promisify(zlib.gzip);

const scripts = (await readdir(join(here, "pages"))).filter((name) => name.endsWith(".ts"));
const entryPoints = [
  "styles/site.css", "styles/desk.css", "seat-map/seat-map.ts", ...scripts.map((name) => `pages/${name}`),
];

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const { metafile } = await bundle({
  absWorkingDir: here,
  entryPoints,
  entryNames: "[name]-[hash]",
  outdir: out,
  minify: true,
  metafile: true,
});

const manifest = {};
for (const [path, { entryPoint }] of Object.entries(metafile.outputs)) {
  const name = basename(path);
  const content = await readFile(join(out, name));
  manifest[basename(entryPoint).replace(/\.ts$/, ".js")] = name;
  await writeFile(join(out, `${name}.br`), await brotli(content, {
    params: {
      [zlib.constants.BROTLI_PARAM_MODE]: zlib.constants.BROTLI_MODE_TEXT,
      [zlib.constants.BROTLI_PARAM_QUALITY]: zlib.constants.BROTLI_MAX_QUALITY,
      [zlib.constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  }));
  await writeFile(join(out, `${name}.gz`), await gzip(content, { level: zlib.constants.Z_BEST_COMPRESSION }));
}

if (Object.keys(manifest).length !== entryPoints.length) {
  throw new Error(`Two entry points have the same name: ${entryPoints.join(", ")}`);
}

// Last: an interrupted build has no manifest and is repeated.
await writeFile(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
