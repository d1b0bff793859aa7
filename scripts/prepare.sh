# Sourced by the other scripts, not run: installs the requirements of the tests and the demo beyond the .NET SDK, after announcing it.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# Prints the head comment of the called script, which is its help.
print_help() { sed -n '2,/^[^#]/{ s/^# \{0,1\}//p }' "$0"; }

# Handles --help, and refuses options that the help does not list, before anything is installed, built or started.
check_options() {
  local option help
  help=$(print_help)
  for option in "$@"; do
    case $option in
      -h | --help)
        printf '%s\n' "$help"
        exit 0
        ;;
      -*)
        if ! grep -oE -e '--[a-z-]+' <<< "$help" | grep -qxF -e "$option"; then
          printf 'Unknown option: %s\n\n%s\n' "$option" "$help" >&2
          exit 2
        fi
        ;;
    esac
  done
}

require_dotnet() {
  command -v dotnet > /dev/null || die ".NET is not installed: the .NET 10 SDK is needed, see https://dotnet.microsoft.com/download"
  dotnet --version > /dev/null 2>&1 \
    || die "The .NET 10 SDK is needed, see https://dotnet.microsoft.com/download; there is: $(dotnet --list-sdks | tr '\n' ';')"
}

has_postgres() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null || command -v initdb > /dev/null
}

as_root() {
  if [[ $(id -u) -eq 0 ]]; then
    "$@"
  else
    sudo "$@"
  fi
}

install_package() {
  as_root apt-get -q update || say "apt-get update failed; continuing with the existing package lists."
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "$@"
}

# Debian's package starts its own server on port 5432, unless that is disabled before the installation.
install_postgres() {
  local no_cluster=/etc/postgresql-common/createcluster.d/vizteh-sandbox.conf
  as_root mkdir -p "${no_cluster%/*}"
  echo 'create_main_cluster = false' | as_root tee "$no_cluster" > /dev/null
  local installed=0
  install_package postgresql || installed=$?
  as_root rm -f "$no_cluster"
  return "$installed"
}

# A server named by DB_HOST is used as it is.
require_postgres() {
  if [[ -n ${DB_HOST:-} ]] || has_postgres; then return; fi

  command -v apt-get > /dev/null \
    || die "PostgreSQL is not installed, and there is no apt-get: install PostgreSQL 13 or later, or set DB_HOST."
  [[ $(id -u) -eq 0 ]] || command -v sudo > /dev/null \
    || die "PostgreSQL is not installed: run as root: apt-get install postgresql"
  say "PostgreSQL is not installed. Installing the package postgresql with apt-get; this starts no server."
  install_postgres >&2 || die "PostgreSQL could not be installed: see the lines above, or run: apt-get install postgresql"
  has_postgres || die "The package postgresql brought no server: install PostgreSQL 13 or later by hand."
}

has_browser() {
  local name
  [[ -n ${VIZTEH_BROWSER:-} ]] && return
  for name in chromium chromium-browser google-chrome google-chrome-stable chrome microsoft-edge; do
    if command -v "$name" > /dev/null; then return; fi
  done
  return 1
}

# The tests of the sandbox's page need a browser: without one they fail with an explanation; the other tests do not.
offer_browser() {
  if has_browser; then return; fi

  if ! command -v apt-get > /dev/null || { [[ $(id -u) -ne 0 ]] && ! command -v sudo > /dev/null; }; then
    say "No browser was found for the tests of the page: install Chromium, or name one by VIZTEH_BROWSER=/path/to/chrome."
    return
  fi
  say "No browser was found. Installing the package chromium with apt-get, for the tests of the page."
  if ! install_package chromium >&2 || ! has_browser; then
    say "Chromium could not be installed: the tests of the page will fail. See the lines above, or run: apt-get install chromium"
  fi
}

has_pgbouncer() {
  command -v pgbouncer > /dev/null || [[ -x /usr/sbin/pgbouncer || -x /usr/local/sbin/pgbouncer ]]
}

# Debian's package starts a service, unless a policy forbids it.
install_pgbouncer() {
  local policy=/usr/sbin/policy-rc.d made=
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" > /dev/null
    as_root chmod 755 "$policy"
    made=yes
  fi
  local installed=0
  install_package pgbouncer || installed=$?
  if [[ -n $made ]]; then as_root rm -f "$policy"; fi
  if command -v systemctl > /dev/null; then as_root systemctl disable pgbouncer > /dev/null 2>&1 || true; fi
  return "$installed"
}

# The tests of the bot behind a pooler need PgBouncer: without it they fail with an explanation; the other tests do not.
offer_pgbouncer() {
  if has_pgbouncer; then return; fi

  if ! command -v apt-get > /dev/null || { [[ $(id -u) -ne 0 ]] && ! command -v sudo > /dev/null; }; then
    say "PgBouncer was not found: install it for the tests of the bot behind a pooler."
    return
  fi
  say "PgBouncer was not found. Installing the package pgbouncer with apt-get, for the tests of the bot behind a pooler;" \
    "no service is started."
  if ! install_pgbouncer >&2 || ! has_pgbouncer; then
    say "PgBouncer could not be installed: the tests of the bot behind a pooler will fail. See the lines above," \
      "or run: apt-get install pgbouncer"
  fi
}

# The check of the shell scripts needs ShellCheck: without it the check fails with an explanation.
offer_shellcheck() {
  if command -v shellcheck > /dev/null; then return; fi

  if ! command -v apt-get > /dev/null || { [[ $(id -u) -ne 0 ]] && ! command -v sudo > /dev/null; }; then
    say "ShellCheck was not found: install the package shellcheck."
    return
  fi
  say "ShellCheck was not found. Installing the package shellcheck with apt-get."
  install_package shellcheck >&2 || say "ShellCheck could not be installed: see the lines above, or run: apt-get install shellcheck"
}

# The check of the page's JavaScript needs npm, which restores the tools; the machine's own Node.js runs npm.
offer_npm() {
  if command -v npm > /dev/null && command -v node > /dev/null; then return; fi

  if ! command -v apt-get > /dev/null || { [[ $(id -u) -ne 0 ]] && ! command -v sudo > /dev/null; }; then
    say "npm was not found: install Node.js with npm."
    return
  fi
  say "npm was not found. Installing the packages nodejs and npm with apt-get."
  install_package nodejs npm >&2 || say "npm could not be installed: see the lines above, or run: apt-get install nodejs npm"
}

# The durability runs set the clock of the bot's processes with libfaketime.
require_faketime() {
  if compgen -G '/usr/lib/*/faketime/libfaketimeMT.so.1' > /dev/null; then return; fi

  if ! command -v apt-get > /dev/null || { [[ $(id -u) -ne 0 ]] && ! command -v sudo > /dev/null; }; then
    say "libfaketime is not installed, so the clock is not stepped: to enable that, install the package faketime."
    return
  fi
  say "libfaketime is not installed. Installing the package faketime with apt-get, to set the clock of the bot's processes."
  install_package faketime >&2 || say "The package faketime could not be installed, so the clock is not stepped."
}

# The durability runs with several nodes give each a network namespace.
require_namespaces() {
  [[ $(id -u) -eq 0 ]] || die "Several nodes need network namespaces, and these need root: run it as root."
  if compgen -G '/usr/sbin/ip' > /dev/null || compgen -G '/sbin/ip' > /dev/null; then return; fi

  command -v apt-get > /dev/null || die "ip is not installed: install the package iproute2."
  say "ip is not installed. Installing the package iproute2 with apt-get."
  install_package iproute2 >&2 || die "iproute2 could not be installed: see the lines above, or run: apt-get install iproute2"
}

prepare() {
  require_dotnet
  require_postgres
}
