#!/usr/bin/env bash
# Checks what the C# compiler does not: the types and the style of the page's JavaScript, and the shell scripts.
#   scripts/lint.sh            both
#   scripts/lint.sh page       only the page's JavaScript
#   scripts/lint.sh scripts    only the shell scripts
# TypeScript and ESLint are those of scripts/lint/package-lock.json, restored by npm; ShellCheck is the system's package. Missing
# tools are installed. A check whose tool cannot be installed counts as a failure and is named in the last lines.
# --help prints this.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

tools=scripts/lint/node_modules
failures=()

# ESLint needs a newer Node.js than some systems have; the one in Playwright's NuGet package is new enough.
find_node() {
  local packages=${NUGET_PACKAGES:-$HOME/.nuget/packages} version machine carried
  version=$(sed -nE 's/.*"Microsoft\.Playwright" Version="([^"]+)".*/\1/p' Directory.Packages.props)
  machine=$(uname -m | sed 's/x86_64/x64/; s/aarch64/arm64/')
  carried=$packages/microsoft.playwright/$version/.playwright/node/$(uname -s | tr '[:upper:]' '[:lower:]')-$machine/node
  if [[ -x $carried ]]; then echo "$carried"; else command -v node; fi
}

check_page() {
  local node
  offer_npm
  if ! npm ci --prefix scripts/lint --no-audit --no-fund --loglevel error >&2; then
    failures+=("The page's JavaScript was NOT checked: npm could not restore scripts/lint/package-lock.json.")
    return
  fi
  node=$(find_node) || node=node
  say "Types of the page's JavaScript ..."
  "$node" "$tools/typescript/bin/tsc" --project scripts/lint/tsconfig.json \
    || failures+=("TypeScript found something in the page's JavaScript.")
  say "Form of the page's JavaScript ..."
  "$node" "$tools/eslint/bin/eslint.js" --config scripts/lint/eslint.config.mjs --max-warnings 0 \
    VizTeh.Actors.Sandbox/Page/Static/js \
    || failures+=("ESLint found something in the page's JavaScript.")
}

check_scripts() {
  offer_shellcheck
  if ! command -v shellcheck > /dev/null; then
    failures+=("The shell scripts were NOT checked: ShellCheck is not there.")
    return
  fi
  say "Shell scripts ($(shellcheck --version | sed -n 's/^version: /ShellCheck /p')) ..."
  local packaged
  mapfile -t packaged < <(grep -lE '^(#!/|# shellcheck shell=)' scripts/package/*)
  shellcheck --external-sources scripts/*.sh .ci/run "${packaged[@]}" || failures+=("ShellCheck found something in the shell scripts.")
}

check_options "$@"
[[ $# -gt 0 ]] || set -- page scripts
for part in "$@"; do
  case $part in
    page) check_page ;;
    scripts) check_scripts ;;
    *) die "There is nothing called $part: page or scripts." ;;
  esac
done

if [[ ${#failures[@]} -gt 0 ]]; then
  printf '%s\n' "${failures[@]}" >&2
  exit 1
fi
say "Nothing was found."
