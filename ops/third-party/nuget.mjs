// The NuGet packages of a project, as its last restore resolved them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { noticesOf, reviewed } from "./licences.mjs";

/** Packages with { name, version, licence, copyright, ships }; ships: its files lie beside the built program. */
export function nugetPackages(projectFolder) {
  const { packageFolders, libraries, targets } = readAssets(join(projectFolder, "obj/project.assets.json"));
  // One framework; the runtimes' own sections repeat its packages.
  const target = Object.entries(targets).find(([name]) => !name.includes("/"))[1];
  return Object.entries(target)
    .filter(([, { type }]) => type === "package")
    .map(([id, files]) => {
      const [name, version] = id.split("/");
      const folders = Object.keys(packageFolders);
      const nuspec = readFrom(folders, libraries[id], (file) => file.endsWith(".nuspec"));
      return {
        name,
        version,
        licence: licenceOf(nuspec) ?? reviewed[`${name} ${version}`],
        copyright: element(nuspec, "copyright") ?? element(nuspec, "authors") ?? "",
        ships: ["runtime", "native", "runtimeTargets", "contentFiles"].some((kind) =>
          Object.keys(files[kind] ?? {}).some((file) => !file.endsWith("/_._"))),
        notices: noticesOf.includes(name)
          ? readFrom(folders, libraries[id], (file) => file === "THIRD-PARTY-NOTICES.txt").replaceAll("\r\n", "\n")
          : null,
      };
    });
}

function readAssets(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new Error(`${file} cannot be read; 'dotnet restore' makes it`, { cause: error });
  }
}

function readFrom(folders, { path, files }, isIt) {
  const name = files.find(isIt);
  for (const folder of folders) {
    try {
      return readFileSync(join(folder, path, name), "utf8");
    } catch (error) {
      if (error.code !== "ENOENT") {
        throw error;
      }
    }
  }
  throw new Error(`${path} is in no package folder; 'dotnet restore' brings it`);
}

const licenceOf = (nuspec) => nuspec.match(/<license\s+type="expression"[^>]*>([^<]+)</)?.[1].trim();

function element(nuspec, name) {
  const text = nuspec.match(new RegExp(`<${name}>([^<]+)<`))?.[1].replace(/\s+/g, " ").trim();
  return text?.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&amp;/g, "&");
}
