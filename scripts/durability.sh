#!/usr/bin/env bash
# Kills the bot repeatedly and injects faults into the emulated Telegram while many simulated people use the bot; then checks whether
# anything was lost or doubled. Prints the figures; exits with 1 if a promise is broken.
#   scripts/durability.sh --minutes 15 --seed 7 --clients 60 --kills 100      these are the defaults
#   scripts/durability.sh --faults 0 --kills 200                              kills alone; --faults is the share of calls that go wrong
#   scripts/durability.sh --kills 0 --faults 0.1 --stall 90 --troubles 5      faults alone; --stall: seconds that a stalled call takes;
#                                                                             --troubles: seconds between faults of Telegram as a whole
#   scripts/durability.sh --surroundings 20                                   seconds between faults of the machine and its network:
#                                                                             dropped connections, clock steps, a second process
#                                                                             for ten seconds
#   scripts/durability.sh --forms                                             every start of the bot takes another of three forms
#   scripts/durability.sh --consent                                           consent is asked for before a form
#   scripts/durability.sh --restart 1000                                      only measures the restart with that many forms in progress
#   scripts/durability.sh --flood 5000                                        only measures the other clients' waits during such a flood
#   scripts/durability.sh --nodes 3                                           several nodes, in network namespaces (needs root): each is
#                                                                             killed, stopped, halted and cut off, at least three times;
#                                                                             --freeze: seconds of a halt, 60; 40 clients, no faults
# --help prints this. Ctrl+C ends the script with all of its processes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

check_options "$@"
prepare
require_faketime
if [[ " $* " == *" --nodes "* ]]; then require_namespaces; fi
say "Building ..."
dotnet build VizTeh.Actors.Sandbox -c Release --nologo -v quiet
# Published as for a server, since the start-up time is measured.
dotnet publish VizTeh.Actors -c Release -o VizTeh.Actors/bin/published --nologo -v quiet
export BOT_PROGRAM="$PWD/VizTeh.Actors/bin/published/VizTeh.Actors.dll"
# Not through "dotnet run": signals have to reach the program itself.
exec dotnet VizTeh.Actors.Sandbox/bin/Release/net10.0/VizTeh.Actors.Sandbox.dll durability "$@"
