#!/usr/bin/env bash
# Takes the pictures of the sandbox's page in docs/images anew: the tests of the page take them on their way. Installs what they need.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

images=docs/images
check_options "$@"
[[ $# -eq 0 ]] || die "Unknown: $*. It takes nothing but --help."
prepare
offer_browser
# Letters and signs such as ✅ look poor on a machine that has never had a desktop; pngquant makes a third of a picture's size.
missing=()
fc-list 2> /dev/null | grep -qi emoji || missing+=(fontconfig fonts-noto-color-emoji fonts-roboto-unhinted)
command -v pngquant > /dev/null || missing+=(pngquant)
if [[ ${#missing[@]} -gt 0 ]] && command -v apt-get > /dev/null; then
  say "Installing for the pictures: ${missing[*]}"
  install_package "${missing[@]}" >&2 || say "Not installed; going on without."
fi

taken=$(mktemp -d)
trap 'rm -rf "$taken"' EXIT
VIZTEH_SCREENSHOTS=$taken dotnet test VizTeh.Actors.Tests \
  --filter "FullyQualifiedName~Page.PageFormTests|FullyQualifiedName~Page.PageFaultTests|FullyQualifiedName~Page.PageLayoutTests"

mkdir -p "$images"
for picture in "$taken"/*.png; do
  # Its codes 98 and 99 say that a picture would not get smaller, or not look well enough: it stays as it is.
  if command -v pngquant > /dev/null; then pngquant --force --ext .png --quality 70-95 --skip-if-larger "$picture" || true; fi
  cp "$picture" "$images/"
done
say "Taken: $(cd "$images" && echo *.png)"
