// Who made what the program carries, and under which licence:
//   node ops/third-party/notices.mjs --write    writes THIRD-PARTY-NOTICES.md
//   node ops/third-party/notices.mjs --check    fails when it is out of date
// Both fail when a package has no licence that the lists in licences.mjs allow. Needs a restore of all projects.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { allowed, carried, made, taken } from "./licences.mjs";
import { shippedPackages, unseenPackages, workingPackages } from "./inventory.mjs";

const file = new URL("../../THIRD-PARTY-NOTICES.md", import.meta.url);
const mode = process.argv[2];
if (!["--write", "--check"].includes(mode) || process.argv.length > 3) {
  fail(["usage: node ops/third-party/notices.mjs --write | --check"]);
}

const shipped = shippedPackages();
const refused = [
  ...shipped.filter(({ licence }) => !taken(licence, allowed.shipped)),
  ...workingPackages().filter(({ licence }) => !taken(licence, allowed.working)),
];
const problems = [
  ...unseenPackages(),
  ...new Set(refused.map(({ name, version, licence }) =>
    `${name} ${version}: the licence '${licence ?? "unknown"}' is not allowed (ops/third-party/licences.mjs)`)),
];
if (problems.length > 0) {
  fail(problems);
}

const notices = text(shipped);
if (mode === "--write") {
  writeFileSync(file, notices);
} else if (!existsSync(file) || readFileSync(file, "utf8") !== notices) {
  fail(["THIRD-PARTY-NOTICES.md is out of date; ops/lock-packages.sh writes it anew."]);
}

function text(packages) {
  const rows = [...packages.flatMap((found) => [
    { ...found, label: `${found.name} ${found.version}`, licences: taken(found.licence, allowed.shipped) },
    ...(carried[found.name] ?? []).map((inside) => (
      { ...inside, label: `${inside.name} (in ${found.name})`, licences: [inside.licence] })),
  ]), ...made];
  const names = [...new Set(rows.flatMap(({ licences }) => licences))].sort();
  return [
    "# Third-party notices",
    "",
    "Usher carries these packages, and what is made of these data. This file is made from them by"
      + " `ops/lock-packages.sh`; do not edit it.",
    "",
    "| package | licence | copyright |",
    "|---|---|---|",
    ...rows.map(({ label, licences, copyright }) =>
      `| ${label} | ${licences.join(", ")} | ${copyright.replaceAll("|", "\\|")} |`),
    "",
    ...names.flatMap(licenceText),
    ...packages.filter(({ notices }) => notices).flatMap(({ name, notices }) => [
      `## Inside ${name}`, "", "```text", notices.replaceAll(/[ \t]+$/gm, "").trim(), "```", "",
    ]),
  ].join("\n");
}

function licenceText(name) {
  const path = new URL(`licences/${name}.txt`, import.meta.url);
  return existsSync(path) ? [`## ${name}`, "", "```text", readFileSync(path, "utf8").trimEnd(), "```", ""] : [];
}

function fail(lines) {
  console.error(lines.join("\n"));
  process.exit(1);
}
