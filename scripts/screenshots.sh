#!/usr/bin/env bash
# Takes the pictures of the sandbox's page in docs/images anew: the tests of the page take them on their way. Installs what they need.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

images=docs/images
prepare
offer_browser
# Without these, letters and signs such as ✅ look poor on a machine that has never had a desktop.
if command -v fc-list > /dev/null && command -v apt-get > /dev/null && ! fc-list | grep -qi 'emoji'; then
  say "Installing fonts for the pictures: fonts-noto-color-emoji, fonts-roboto-unhinted."
  install_package fonts-noto-color-emoji fonts-roboto-unhinted >&2 || say "The fonts could not be installed; going on without."
fi

taken=$(mktemp -d)
trap 'rm -rf "$taken"' EXIT
VIZTEH_SCREENSHOTS=$taken dotnet test VizTeh.Actors.Tests \
  --filter "FullyQualifiedName~Tests.Page.PageFormTests|FullyQualifiedName~Tests.Page.PageFaultTests|FullyQualifiedName~Tests.Page.PageLayoutTests"

mkdir -p "$images"
for picture in "$taken"/*.png; do
  # A palette of 256 colours is enough for a page, and a third of the size.
  if command -v pngquant > /dev/null; then pngquant --force --ext .png --quality 70-95 --skip-if-larger "$picture" || true; fi
  cp "$picture" "$images/"
done
say "Taken: $(cd "$images" && echo *.png)"
