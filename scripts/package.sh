#!/usr/bin/env bash
# Makes the packages of the bot for linux-x64: a .deb for Debian and Ubuntu, and a tar.gz. .NET is inside; the code is compiled ahead.
#   scripts/package.sh                      publishes the program and packs it, into .sandbox/packages
#   scripts/package.sh --output DIR         into another folder
#   scripts/package.sh --version 1.2.3      under this version; else that of the last tag, or of the project and the last commit
#   scripts/package.sh --payload DIR        packs a program that is published, or built, already
#   scripts/package.sh --quick              compresses hardly at all, for tests
# Prints the paths of the two files. --help prints this.
set -euo pipefail
here=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=scripts/prepare.sh
source scripts/prepare.sh

check_options "$@"
output=$PWD/.sandbox/packages
version=
payload=
quick=
while [[ $# -gt 0 ]]; do
  case $1 in
    --output | --version | --payload)
      [[ -n ${2:-} ]] || die "$1 needs a value."
      case $1 in
        --output) output=$(cd "$here" && readlink -m "$2") ;;
        --version) version=$2 ;;
        --payload) payload=$(cd "$here" && readlink -m "$2") ;;
      esac
      shift 2
      ;;
    --quick)
      quick=yes
      shift
      ;;
    *) die "There is no argument $1: --help lists them." ;;
  esac
done

command -v dpkg-deb > /dev/null || die "dpkg-deb is not installed: it comes with Debian and Ubuntu, and as the package dpkg of others."

# Debian compares versions by their parts: 1.2.3+4.gabc comes after 1.2.3, 1.2.3~4 before it.
find_version() {
  local tag base
  if tag=$(git describe --tags --match 'v[0-9]*' 2> /dev/null); then
    tag=${tag#v}
    printf '%s\n' "${tag/-/+}" | tr - .
    return
  fi
  require_dotnet
  base=$(dotnet msbuild VizTeh.Actors -getProperty:Version)
  printf '%s~%s.%s\n' "$base" "$(git rev-list --count HEAD)" "$(git rev-parse --short HEAD)"
}

publish() {
  local log missing
  require_dotnet
  say "Publishing ..."
  log=$(mktemp)
  # --self-contained brings .NET along; ReadyToRun compiles ahead of the first start. Each takes a package of its own. What goes to a server
  # is made of the packages that the lock file names, or not at all.
  if ! dotnet publish VizTeh.Actors -c Release -r linux-x64 --self-contained -p:PublishReadyToRun=true -p:RestoreLockedMode=true \
    -p:InformationalVersion="$version" -o "$1" --nologo -v quiet > "$log" 2>&1; then
    missing=$(grep -oE 'NU110[0-9]: [^[]*' "$log" | head -n 1) || true
    cat "$log" >&2
    rm -f "$log"
    if [[ -n $missing ]]; then die "A package that the publication needs cannot be restored: $missing"; fi
    die "The program could not be published: see the lines above."
  fi
  rm -f "$log"
}

version=${version:-$(find_version)}
[[ $version =~ ^[0-9][A-Za-z0-9.+~]*$ ]] || die "$version cannot be the version of a package: a digit, then letters, digits, dots, + and ~."
# The same sources make the same package, whenever they are packed.
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2> /dev/null || date +%s)
export SOURCE_DATE_EPOCH

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022
if [[ -z $payload ]]; then
  payload=$work/published
  publish "$payload"
fi
[[ -x $payload/VizTeh.Actors ]] || die "There is no program VizTeh.Actors in $payload."

tree=$work/tree
mkdir -p "$tree"/usr/{lib/{vizteh/setup,sysusers.d,systemd/system},sbin,share/{vizteh/scripts,doc/vizteh/docs/deploy}} \
  "$tree"/etc/vizteh "$tree"/var/lib/vizteh/{backups,versions}
cp -R "$payload/." "$tree/usr/lib/vizteh/"
# Read from /etc/vizteh alone; the documentation of the code is for developers.
rm -f "$tree/usr/lib/vizteh/hocon.conf" "$tree"/usr/lib/vizteh/*.xml
find "$tree/usr/lib/vizteh" -type f -exec chmod 644 {} +
chmod 755 "$tree/usr/lib/vizteh/VizTeh.Actors"
if [[ -e $tree/usr/lib/vizteh/createdump ]]; then chmod 755 "$tree/usr/lib/vizteh/createdump"; fi

packaging=scripts/package
install -m 644 "$packaging/common.sh" "$tree/usr/lib/vizteh/setup/"
install -m 755 "$packaging/has-token" "$tree/usr/lib/vizteh/setup/"
install -m 755 "$packaging"/vizteh "$packaging"/vizteh-{setup,update,back,backup,restore} "$tree/usr/sbin/"
install -m 644 "$packaging/sysusers.conf" "$tree/usr/lib/sysusers.d/vizteh.conf"
install -m 644 docs/deploy/vizteh.service docs/deploy/vizteh-backup.{service,timer} "$tree/usr/lib/systemd/system/"
# As they came, to compare with and to go back to.
install -m 644 hocon.conf "$packaging/vizteh.env" "$tree/usr/share/vizteh/"
install -m 644 hocon.conf "$tree/etc/vizteh/"
install -m 640 "$packaging/vizteh.env" "$tree/etc/vizteh/"
ln -s vizteh.env "$tree/etc/vizteh/.env"
install -m 644 README.md README.ru.md CHANGELOG.md "$packaging/copyright" "$tree/usr/share/doc/vizteh/"
# In folders of their own, so that their links lead somewhere. The script is called by docs/migration.md.
install -m 644 docs/*.md "$tree/usr/share/doc/vizteh/docs/"
install -m 644 docs/deploy/* "$tree/usr/share/doc/vizteh/docs/deploy/"
install -m 644 scripts/earlier-tickets.sql "$tree/usr/share/vizteh/scripts/"
chmod 700 "$tree"/var/lib/vizteh/{backups,versions}

compression=(-Zxz)
level=9
if [[ -n $quick ]]; then
  compression=(-Znone)
  level=1
fi
mkdir -p "$output"

# The same tree with the script that stands in for dpkg.
folder=vizteh-$version-linux-x64
mkdir "$work/$folder"
cp -R "$tree"/{usr,etc} "$work/$folder/"
install -m 755 "$packaging/install.sh" "$work/$folder/"
tar --create --directory="$work" --owner=0 --group=0 --numeric-owner --sort=name --mtime="@$SOURCE_DATE_EPOCH" "$folder" \
  | gzip -n "-$level" > "$output/$folder.tar.gz.new"
mv "$output/$folder.tar.gz.new" "$output/$folder.tar.gz"

# The libraries that .NET names for Linux, ICU among them, although this program runs without it (InvariantGlobalization).
mkdir "$tree/DEBIAN"
install -m 755 "$packaging"/{postinst,prerm,postrm} "$tree/DEBIAN/"
printf '%s\n' /etc/vizteh/hocon.conf /etc/vizteh/vizteh.env > "$tree/DEBIAN/conffiles"
cat > "$tree/DEBIAN/control" << CONTROL
Package: vizteh
Version: $version
Architecture: amd64
Maintainer: VizTeh.Actors <root@localhost>
Installed-Size: $(du -sk --exclude=DEBIAN "$tree" | cut -f 1)
Depends: libicu76 | libicu74 | libicu72 | libicu70, tzdata, ca-certificates, libc6, libgcc-s1, libstdc++6,
 libssl3t64 | libssl3, zlib1g, systemd
Recommends: postgresql, curl
Section: net
Priority: optional
Description: Telegram bot that takes a firm's tickets
 Clients fill a form in Telegram; each form becomes a ticket in PostgreSQL and a card in the managers' chat.
 After the installation: sudo vizteh-setup
CONTROL
package=vizteh_${version}_amd64.deb
dpkg-deb --root-owner-group "${compression[@]}" --build "$tree" "$output/$package.new" > /dev/null
mv "$output/$package.new" "$output/$package"
printf '%s\n' "$output/$package" "$output/$folder.tar.gz"
