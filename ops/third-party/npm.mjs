// The npm packages of a folder, as its lock file names them. A package under "dependencies" is bundled into what pages
// load and so ships; one under "devDependencies" only builds.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Packages with { name, version, integrity, licence, copyright, ships }. */
export function npmPackages(folder, { bundled }) {
  const { packages } = JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
  return Object.entries(packages)
    .filter(([path]) => path !== "")
    .map(([path, { version, license, integrity, dev }]) => {
      const ships = bundled && !dev;
      const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
      return { name, version, integrity, licence: license, copyright: ships ? copyrightOf(folder, path) : "", ships };
    });
}

/** Packages that our own modules and styles import although package.json does not list them as dependencies. */
export function unlistedImports(folder) {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const pattern = /\b(?:from|import)\s*\(?\s*["']([^."'/][^"']*)["']/g;
  const imported = new Set();
  for (const file of sources(folder)) {
    for (const [, path] of readFileSync(file, "utf8").matchAll(pattern)) {
      // A style names its neighbours without "./".
      if (!existsSync(join(dirname(file), path))) {
        imported.add(path.split("/").slice(0, path.startsWith("@") ? 2 : 1).join("/"));
      }
    }
  }
  return [...imported].filter((name) => !(name in dependencies));
}

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !["node_modules", "tests"].includes(entry.name)) {
      yield* sources(path);
    } else if (/\.(ts|css)$/.test(entry.name)) {
      yield path;
    }
  }
}

function copyrightOf(folder, path) {
  if (!existsSync(join(folder, path))) {
    const options = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    execFileSync("npm", ["ci", ...options], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  }
  const file = readdirSync(join(folder, path)).find((name) => /^licen[cs]e/i.test(name));
  const text = file ? readFileSync(join(folder, path, file), "utf8") : "";
  return text.match(/^\s*(Copyright .*\S)\s*$/m)?.[1] ?? JSON.parse(
    readFileSync(join(folder, path, "package.json"), "utf8")).author?.name ?? "";
}
