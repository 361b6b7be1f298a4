// Which licences may come along, as SPDX names them. The texts that must travel with the program are in licences/.
// 0BSD, CC0-1.0 and Unlicense ask for none.

/** What the program and the load generator may carry. */
const shipped = [
  "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "PostgreSQL", "Unlicense",
  // Of two packages without a file of their own, which an old target framework of HdrHistogram names.
  "LicenseRef-DotNet-Library",
];

/** What may build and test them: it stays on the machine that does. */
const working = [...shipped, "MPL-2.0", "MS-PL"];

export const allowed = { shipped, working };

/** Packages that name no SPDX expression, by name and version: what a person read in them. */
export const reviewed = {
  // "Public domain, as explained at creativecommons.org/publicdomain/zero/1.0".
  "HdrHistogram 2.5.0": "CC0-1.0",
  // Its LICENSE.txt is the MIT licence.
  "Otp.NET 1.4.1": "MIT",
  "Microsoft.NETCore.Platforms 1.1.0": "LicenseRef-DotNet-Library",
  "NETStandard.Library 1.6.1": "LicenseRef-DotNet-Library",
};

/** What packages carry inside without saying so in their own licence. */
export const carried = {
  "Swashbuckle.AspNetCore.SwaggerUI": [
    { name: "Swagger UI", licence: "Apache-2.0", copyright: "Copyright SmartBear Software Inc." },
  ],
};

/** Packages of native code whose own notices travel with it, word for word: more is inside than a line tells. */
export const noticesOf = ["SkiaSharp.NativeAssets.Linux.NoDependencies"];

/** What is made of other people's data, and is in no package. */
export const made = [
  {
    label: "SecLists, the million most common passwords (common-passwords.bin)", licences: ["MIT"],
    copyright: "Copyright (c) 2025 Daniel Miessler",
  },
];

/** The licences under which a package is taken, or null where none of the list fits: "A OR B" lets us choose. */
export function taken(expression, list) {
  const choices = (expression ?? "").split(" OR ").map((choice) => choice.split(" AND "));
  return choices.find((licences) => licences.every((licence) => list.includes(licence))) ?? null;
}
