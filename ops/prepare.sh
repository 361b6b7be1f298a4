#!/usr/bin/env bash
# Makes a fresh clone ready for work: what the build and the tests need is installed where it may be, and commits are
# looked at before they are made (.githooks/pre-commit).
set -euo pipefail
# shellcheck source=ops/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

require_dotnet
ensure_node
ensure_postgres || exit 1
ensure_icu
# Without these two some tests say that they were skipped.
ensure_chromium || true
ensure_faketime
git -C "$usher_root" config core.hooksPath .githooks
say 'Ready. ./run starts Usher, ./test runs all tests.'
