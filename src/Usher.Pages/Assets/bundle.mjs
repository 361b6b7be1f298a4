// How a script is bundled: the same for what pages load (build.mjs) and for tests (test.mjs).
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import * as esbuild from "esbuild";

/** What browsers must support: nothing is compiled for older ones. */
export const target = ["es2022", "chrome111", "firefox113", "safari16.4"];

/** A stylesheet that a script imports becomes text for a constructed sheet: a strict policy allows no inline style. */
const textOfStyles = {
  name: "text-of-styles",
  setup(build) {
    build.onResolve({ filter: /\.css$/ }, ({ path, resolveDir, kind }) =>
      kind === "import-statement" ? { path: resolve(resolveDir, path), namespace: "text" } : null);
    build.onLoad({ filter: /.*/, namespace: "text" }, async ({ path }) => {
      const { code } = await esbuild.transform(await readFile(path, "utf8"), { loader: "css", minify: true, target });
      return { contents: code.trim(), loader: "text", watchFiles: [path] };
    });
  },
};

export const bundle = (options) =>
  esbuild.build({
    bundle: true,
    format: "esm",
    target,
    charset: "utf8",
    // Licences of third-party code are at the end of the file.
    legalComments: "eof",
    logLevel: "warning",
    plugins: [textOfStyles],
    ...options,
  });
