#!/usr/bin/env bash
# Measures the bot beside the usual alternatives: the same form, emulated Telegram and PostgreSQL, in turns, on this machine.
#   scripts/bench.sh                      all but the soak; well over an hour
#   scripts/bench.sh --quick              the same in a few minutes, to see that it works
#   scripts/bench.sh compare growth       only some of: compare, growth, writes, backlog, restart, rest, memory, tickets, nodes, soak
#                                         (backlog: one person beside 6,000 waiting cards and without them, as a ratio;
#                                         nodes: the same bot as 1, 2 and 3 nodes on this machine)
#   scripts/bench.sh --soak 20            the soak as well, so many minutes long
#   scripts/bench.sh micro                BenchmarkDotNet's measurements of the pure parts
#   scripts/bench.sh load --clients 100 --seconds 30     only a load of so many people at once, so many seconds long
#   scripts/bench.sh rest --rest-seconds 60     what a bot costs while nobody writes, so many seconds after its start and after a crowd
# With any of them: --rounds 3 turns of each contender, --only NAME some of the contenders, --bot DLL another build of the bot,
# --before DLL another build beside it.
# --help prints this. Ctrl+C ends the script with all of its processes.
# The tables and the chart are written to .sandbox/benchmarks.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

# The options after "micro" are BenchmarkDotNet's.
if [[ ${1:-} == micro ]]; then check_options micro; else check_options "$@"; fi
prepare
if [[ ${1:-} != micro ]] && command -v npm > /dev/null; then
  npm ci --prefix VizTeh.Actors.Benchmarks/Baselines/Grammy --no-audit --no-fund --loglevel error >&2 \
    || say "npm could not install grammY: it is left out."
fi
say "Building ..."
dotnet publish VizTeh.Actors -c Release -o .sandbox/benchmarks/bot --nologo -v quiet
dotnet build VizTeh.Actors.Benchmarks -c Release --nologo -v quiet
# Not through "dotnet run": signals have to reach the program itself.
exec dotnet VizTeh.Actors.Benchmarks/bin/Release/net10.0/VizTeh.Actors.Benchmarks.dll "$@"
