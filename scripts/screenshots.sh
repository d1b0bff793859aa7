#!/usr/bin/env bash
# Takes the pictures of the sandbox's page in docs/images anew, by running the tests of the page. Installs their requirements.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

images=docs/images
check_options "$@"
[[ $# -eq 0 ]] || die "Unknown: $*. The only option is --help."
prepare
offer_browser
# A machine without a desktop lacks good fonts for text and for signs such as ✅; pngquant reduces a picture to a third of its size.
missing=()
fc-list 2> /dev/null | grep -qi emoji || missing+=(fontconfig fonts-noto-color-emoji fonts-roboto-unhinted)
command -v pngquant > /dev/null || missing+=(pngquant)
if [[ ${#missing[@]} -gt 0 ]] && command -v apt-get > /dev/null; then
  say "Installing for the pictures: ${missing[*]}"
  install_package "${missing[@]}" >&2 || say "Not installed; continuing without."
fi

taken=$(mktemp -d)
trap 'rm -rf "$taken"' EXIT
VIZTEH_SCREENSHOTS=$taken dotnet test VizTeh.Actors.Tests \
  --filter "FullyQualifiedName~Page.PageFormTests|FullyQualifiedName~Page.PageFaultTests|FullyQualifiedName~Page.PageLayoutTests"

mkdir -p "$images"
for picture in "$taken"/*.png; do
  # The exit codes 98 and 99 mean that the picture would not get smaller, or lose too much quality: the picture stays as it is.
  if command -v pngquant > /dev/null; then pngquant --force --ext .png --quality 70-95 --skip-if-larger "$picture" || true; fi
  cp "$picture" "$images/"
done
say "Taken: $(cd "$images" && echo *.png)"
