#!/usr/bin/env bash
# Shows the bot at work without Telegram: a private PostgreSQL, an emulated Bot API and the real program.
#   scripts/demo.sh          a scripted client and manager, with a kill -9 in the middle
#   scripts/demo.sh chat     you are the clients and the manager
# --log shows the bot's log as well.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

prepare
say "Building ..."
dotnet build VizTeh.Actors.Sandbox --nologo -v quiet
exec dotnet run --project VizTeh.Actors.Sandbox --no-build -- "$@"
