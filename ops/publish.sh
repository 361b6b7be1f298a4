#!/usr/bin/env bash
# Publishes a release into a new folder: the program, its licence, who made what it carries (THIRD-PARTY-NOTICES.md) and
# its bill of materials (sbom.cdx.json, CycloneDX): ops/publish.sh FOLDER
set -euo pipefail
# shellcheck source=ops/lib.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/lib.sh"

[ $# = 1 ] || misused 'ops/publish.sh needs one argument: the folder for the release'
# An older release would leave behind what this one no longer has.
[ -z "$(ls -A "$1" 2>/dev/null)" ] || misused "$1 is not empty; a release needs its own folder"
require_dotnet
ensure_node
mkdir -p "$1" "$usher_root/obj"
folder=$(cd -- "$1" && pwd)
cd "$usher_root"

# As on a build server: only packages whose hashes are written down, none with a known vulnerability.
export CI=true
say 'Publishing src/Usher.Server (Release) …'
make_one src/Usher.Server "$folder" >obj/publish.log 2>&1 || { cat obj/publish.log >&2; die 'the build failed'; }
# Packages of all projects are looked at.
dotnet restore Usher.slnx -nodeReuse:false -v quiet >&2
node ops/third-party/notices.mjs --check
cp LICENSE THIRD-PARTY-NOTICES.md "$folder"

say 'Writing the bill of materials …'
dotnet tool restore >obj/publish.log 2>&1 || { cat obj/publish.log >&2; die 'its tool cannot be installed'; }
version=$(dotnet msbuild src/Usher.Server -getProperty:Version -nodeReuse:false)
dotnet dotnet-CycloneDX src/Usher.Server/Usher.Server.csproj --disable-package-restore --output-format Json \
  --spec-version 1.6 --set-name usher --set-version "$version" --output "$folder" --filename sbom.cdx.json \
  >obj/publish.log 2>&1 || { cat obj/publish.log >&2; die 'the bill of materials cannot be written'; }
node ops/third-party/sbom.mjs "$folder/sbom.cdx.json"
say "Published Usher $version: $folder"
