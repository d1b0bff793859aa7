#!/usr/bin/env bash
# Kills the bot over and over, and lets the emulated Telegram misbehave, while many people use it; then looks whether anything was lost
# or doubled. Prints the figures; ends with 1 when a promise is broken.
#   scripts/durability.sh --minutes 15 --seed 7 --clients 60 --kills 100      these are the defaults
#   scripts/durability.sh --faults 0 --kills 200                              kills alone; --faults is the share of calls that go wrong
#   scripts/durability.sh --kills 0 --faults 0.1 --stall 90 --troubles 5      faults alone; --stall: seconds that a stalled call takes;
#                                                                             --troubles: seconds between those of Telegram as a whole
#   scripts/durability.sh --surroundings 20                                   seconds between those of the machine and its network:
#                                                                             connections forgotten, the clock set, a second process
#                                                                             for ten seconds
#   scripts/durability.sh --restart 1000                                      only measures the restart with that many forms in progress
#   scripts/durability.sh --flood 5000                                        only measures what others notice of such a flood
# --help prints this. Ctrl+C ends it, with all that it started.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

check_options "$@"
prepare
require_faketime
say "Building ..."
dotnet build VizTeh.Actors.Sandbox -c Release --nologo -v quiet
# As it is put on a server: its start counts.
dotnet publish VizTeh.Actors -c Release -o VizTeh.Actors/bin/published --nologo -v quiet
export BOT_PROGRAM="$PWD/VizTeh.Actors/bin/published/VizTeh.Actors.dll"
# Not through "dotnet run": signals are to reach the program itself.
exec dotnet VizTeh.Actors.Sandbox/bin/Release/net10.0/VizTeh.Actors.Sandbox.dll durability "$@"
