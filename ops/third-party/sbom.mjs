// Completes the bill of materials that CycloneDX makes of the NuGet packages with the npm packages that pages load:
// node ops/third-party/sbom.mjs FILE
import { readFileSync, writeFileSync } from "node:fs";
import { bundledPackages } from "./inventory.mjs";

const file = process.argv[2];
const bill = JSON.parse(readFileSync(file, "utf8"));
for (const { name, version, integrity, licence, copyright } of bundledPackages()) {
  const purl = `pkg:npm/${name.replace("@", "%40")}@${version}`;
  const [, hash] = integrity.match(/^sha512-(\S+)/);
  bill.components.push({
    type: "library",
    "bom-ref": purl,
    name,
    version,
    scope: "required",
    hashes: [{ alg: "SHA-512", content: Buffer.from(hash, "base64").toString("hex").toUpperCase() }],
    licenses: [{ expression: licence }],
    copyright,
    purl,
  });
}
writeFileSync(file, `${JSON.stringify(bill, null, 2)}\n`);
