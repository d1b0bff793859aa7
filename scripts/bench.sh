#!/usr/bin/env bash
# Measures the bot beside what people would use instead: the same form, emulated Telegram and PostgreSQL, in turns, on this machine.
#   scripts/bench.sh                      all but the soak; well over an hour
#   scripts/bench.sh --quick              the same in a few minutes, to see that it works
#   scripts/bench.sh compare growth       only some of: compare, growth, writes, restart, memory, tickets, soak
#   scripts/bench.sh --soak 20            the soak as well, so many minutes long
#   scripts/bench.sh micro                BenchmarkDotNet's measurements of the pure parts
# The tables and the picture end up in .sandbox/benchmarks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

prepare
if [[ ${1:-} != micro ]] && command -v npm > /dev/null; then
  npm ci --prefix VizTeh.Actors.Benchmarks/Rivals/Grammy --no-audit --no-fund --loglevel error >&2 \
    || say "npm could not install grammY: it is left out."
fi
say "Building ..."
dotnet publish VizTeh.Actors -c Release -o .sandbox/benchmarks/bot --nologo -v quiet
dotnet build VizTeh.Actors.Benchmarks -c Release --nologo -v quiet
exec dotnet run --project VizTeh.Actors.Benchmarks -c Release --no-build -- "$@"
