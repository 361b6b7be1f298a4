// All packages of the repository: those that ship in the program or the load generator, and those that only build and
// test them. A folder counts as soon as it has a project or a package.json, so new projects need no entry here.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { nugetPackages } from "./nuget.mjs";
import { npmPackages, unlistedImports } from "./npm.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../..");
const below = (folder) => readdirSync(join(root, folder), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => join(root, folder, name));
const projectFile = (folder) => readdirSync(folder).find((name) => name.endsWith(".csproj"));
const isProject = (folder) => projectFile(folder) !== undefined;
// Only an executable ships; what a library asks for may be part of the framework by then.
const isProgram = (folder) =>
  isProject(folder) && readFileSync(join(folder, projectFile(folder)), "utf8").includes("<OutputType>Exe</OutputType>");
const isNpm = (folder) => existsSync(join(folder, "package-lock.json"));

const products = [...below("src"), ...below("bench")];
const bundles = products.map((folder) => join(folder, "Assets")).filter(isNpm);

/** Packages that ship, each once, by name; npm's last. */
export function shippedPackages() {
  const nuget = products.filter(isProgram).flatMap(nugetPackages).filter(({ ships }) => ships);
  return [...distinct(nuget), ...bundledPackages()];
}

/** npm packages that end up in what pages load. */
export function bundledPackages() {
  return distinct(bundles.flatMap((folder) => npmPackages(folder, { bundled: true })).filter(({ ships }) => ships));
}

/** Packages that do not ship. */
export function workingPackages() {
  return distinct([
    ...[...products, ...below("tests")].filter(isProject).flatMap(nugetPackages),
    ...[...bundles, ...products.filter(isNpm)].flatMap((folder) => npmPackages(folder, { bundled: false })),
  ]);
}

/** What pages import without listing it: it would ship unseen. */
export function unseenPackages() {
  return bundles.flatMap((folder) =>
    unlistedImports(folder).map((name) => `${relative(root, folder)}: ${name} is imported, but no dependency`));
}

function distinct(packages) {
  const byId = new Map(packages.map((found) => [`${found.name} ${found.version}`, found]));
  return [...byId.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

const key = ({ name, version }) => `${name.toLowerCase()} ${version}`;
