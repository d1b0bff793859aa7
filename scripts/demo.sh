#!/usr/bin/env bash
# Demonstrates the bot without Telegram: a private PostgreSQL, an emulated Bot API and the real program.
#   scripts/demo.sh                a page in the browser: you are the clients and the managers, and can inject faults
#   scripts/demo.sh --nodes 3      the same with three processes that work as one bot: each can be killed, frozen and cut off
#   scripts/demo.sh script         a scripted client and manager at the terminal, with a kill -9 in the middle
#   scripts/demo.sh chat           you are the clients and the manager, at the terminal
# --form examples/appointment.conf, or examples/repair.conf: another form; the values of that file replace those of hocon.conf.
# Ctrl+C ends it, with all that it started. --log shows the bot's log as well; --help prints this.
# With the page: --port 8090 (the next free one if it is taken), --no-browser only prints the address.
# The data are in .sandbox, or in the folder that VIZTEH_SANDBOX names.
set -euo pipefail
from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

check_options "$@"

# The file that --form names may lie beside where the script was called.
arguments=("$@")
for at in "${!arguments[@]}"; do
  if [[ ${arguments[at]} == --form && -f $from/${arguments[at + 1]-} ]]; then arguments[at + 1]=$from/${arguments[at + 1]}; fi
done

prepare
say "Building ..."
dotnet build VizTeh.Actors.Sandbox --nologo -v quiet
# Not through "dotnet run": Ctrl+C and kill are to reach the program itself, which ends all that it has started.
exec dotnet VizTeh.Actors.Sandbox/bin/Debug/net10.0/VizTeh.Actors.Sandbox.dll "${arguments[@]}"
