#!/usr/bin/env bash
# Resolves all packages anew and writes down what came out: the lock files of .NET and npm with the packages' hashes,
# and who made what the program carries (THIRD-PARTY-NOTICES.md). Needed after a package or a project was added or
# changed.
set -euo pipefail
# shellcheck source=ops/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

require_dotnet
ensure_node
cd "$usher_root"
for folder in src/*/Assets bench/*; do
  if [ -f "$folder/package.json" ]; then
    (cd "$folder" && npm install --package-lock-only --ignore-scripts --no-audit --no-fund --loglevel=error) >&2
  fi
done
# By the solution, so that a project that is not in it is missed at once.
dotnet restore Usher.slnx --force-evaluate -p:RestoreLockedMode=false -nodeReuse:false -v quiet
node ops/third-party/notices.mjs --write
