// Runs the tests of modules that need no browser: node test.mjs --out FOLDER; FOLDER gets the bundled tests.
import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundle } from "./bundle.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = parseArgs({ options: { out: { type: "string" } } }).values.out;
if (!out) {
  throw new Error("--out FOLDER is missing: where the bundled tests go");
}

const tests = (await readdir(join(here, "tests"))).filter((name) => name.endsWith(".test.ts"));
await bundle({
  absWorkingDir: here,
  entryPoints: tests.map((name) => `tests/${name}`),
  outdir: out,
  outExtension: { ".js": ".mjs" },
  platform: "node",
  target: "node18",
  sourcemap: "inline",
});

const files = tests.map((name) => join(out, name.replace(/\.ts$/, ".mjs")));
const run = spawn(process.execPath, ["--enable-source-maps", "--test", ...files], { stdio: "inherit" });
run.on("exit", (code) => process.exit(code ?? 1));
