#!/usr/bin/env bash
# Runs all tests, after installing what they need. Options are passed on to dotnet test; --help prints this.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

if [[ ${1:-} == --help || ${1:-} == -h ]]; then check_options --help; fi
prepare
offer_browser
offer_pgbouncer
dotnet test VizTeh.Actors.sln "$@"
