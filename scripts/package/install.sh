#!/usr/bin/env bash
# Installs the bot from the folder of its tar.gz, on a system without dpkg; with dpkg, take the .deb. Settings that are there are kept.
#   sudo ./install.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
root=${VIZTEH_ROOT:-}

if [[ $# -gt 0 ]]; then
  sed -n '2,/^[^#]/{ s/^# \{0,1\}//p }' "$0"
  exit 2
fi
systemd-sysusers ${root:+--root="$root"} "$PWD/usr/lib/sysusers.d/vizteh.conf"
starts=
if [[ -d $root/run/systemd/system ]]; then
  case $(systemctl is-active vizteh.service 2> /dev/null) in
    active | activating | reloading)
      starts=yes
      systemctl stop vizteh.service
      ;;
  esac
fi
# Files of the version before that this one lacks would be loaded as well.
rm -rf "$root/usr/lib/vizteh"
mkdir -p "$root/usr" "$root/etc/vizteh" "$root/var/lib/vizteh"
cp -R --preserve=mode,timestamps,links usr/. "$root/usr/"
for file in hocon.conf vizteh.env; do
  if [[ -e $root/etc/vizteh/$file ]]; then
    echo "Kept: /etc/vizteh/$file; the one of this version is /usr/share/vizteh/$file"
  else
    cp --preserve=mode "etc/vizteh/$file" "$root/etc/vizteh/$file"
  fi
done
ln -sfn vizteh.env "$root/etc/vizteh/.env"
if [[ -z $root ]]; then
  install -d -m 0700 -o vizteh -g vizteh /var/lib/vizteh/backups
  chgrp vizteh /etc/vizteh/vizteh.env
  chmod g+r,o-rwx /etc/vizteh/vizteh.env
fi
if [[ -d $root/run/systemd/system ]]; then
  systemctl daemon-reload
  systemctl enable --now vizteh-backup.timer
fi
if [[ -z $starts ]]; then
  echo "Installed. Next: sudo vizteh-setup"
elif systemctl start vizteh.service; then
  echo "Installed; the bot is started again."
else
  echo "Installed; the bot has not started: journalctl -u vizteh -n 20" >&2
  exit 1
fi
