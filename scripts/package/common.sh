# Sourced by the operator's programs, not run: where things are, and what several of the programs do.
# shellcheck shell=bash

# Another folder in place of / is for tests only. Nothing in it belongs to a service of this machine.
root=${VIZTEH_ROOT:-}
# Whom the programs become; in another folder than /, nobody else, unless a test says whom.
bot_user=vizteh
if [[ -n $root ]]; then bot_user=${VIZTEH_USER:-}; fi
settings_folder=$root/etc/vizteh
env_file=$settings_folder/vizteh.env
program_folder=$root/usr/lib/vizteh
data_folder=$root/var/lib/vizteh
versions_folder=$data_folder/versions
history_file=$versions_folder/history
patience_seconds=${VIZTEH_PATIENCE:-90}
# What goes when the calling program ends, however it ends.
temporary=()
# Whether the bot was running, was stopped by the calling program, and is not started again yet.
resumes=

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 1
}

# What else the calling program takes back; it may have a function of its own by this name.
take_back() { :; }

# Bash calls this at the end, and after INT, TERM and HUP too (Ctrl+C, kill, a lost session).
at_end() {
  # A subshell has no such traps, but one that a signal reaches just after it was forked still has those of its parent, which calls this
  # too.
  [[ $BASHPID -eq $$ ]] || return 0
  set +e
  # Nobody may be left to read what is said, and a second Ctrl+C is no reason to leave the rest as it is.
  trap '' INT TERM HUP PIPE
  trap - EXIT
  take_back
  if [[ -n $resumes ]]; then
    if systemctl start vizteh.service; then
      say "The bot is started again."
    else
      say "The bot was stopped, and could not be started again: sudo systemctl start vizteh"
    fi
  fi
  rm -rf -- "${temporary[@]}"
}
trap at_end EXIT
# Without a trap of its own, a signal ends bash at once, also while it starts a command, and the trap of the end is then not always run to
# its end; nor is it when such a trap only exits. A signal with a trap waits for the command that runs, which a terminal ends as well.
trap 'at_end; exit 129' HUP
trap 'at_end; exit 130' INT
trap 'at_end; exit 143' TERM

# Prints the head comment of the called program, which is its help.
print_help() { sed -n '2,/^[^#]/{ s/^# \{0,1\}//p }' "$0"; }

require_root() {
  [[ -n $root || $(id -u) -eq 0 ]] || die "This has to be run as root: sudo ${0##*/}"
}

as_bot() {
  if [[ -n $bot_user && $(id -u) -eq 0 ]]; then runuser -u "$bot_user" -- "$@"; else "$@"; fi
}

# psql as the superuser of the PostgreSQL of the settings, through the folder of its socket, where it is known by its user (peer): a machine
# may run several. From /, because postgres may not enter every folder.
#   as_postgres HOST PORT ARGUMENT...
as_postgres() { (cd / && runuser -u postgres -- psql --no-psqlrc --host="$1" --port="${2:-5432}" "${@:3}"); }

# The options by which a program of PostgreSQL's reaches that server, for a line that a person types; each is preceded by a blank.
server_options() {
  if [[ $1 != /var/run/postgresql && $1 != /run/postgresql ]]; then printf ' --host=%s' "$1"; fi
  if [[ ${2:-5432} != 5432 ]]; then printf ' --port=%s' "$2"; fi
}

# Prints the unit of the bot and its drop-ins, as systemd reads them: of files of one name only the first folder's.
unit_files() {
  local folder file folders=("$root/etc/systemd/system" "$root/run/systemd/system" "$root/usr/lib/systemd/system")
  for folder in "${folders[@]}"; do
    if [[ -e $folder/vizteh.service ]]; then
      printf '%s\n' "$folder/vizteh.service"
      break
    fi
  done
  for folder in "${folders[@]}"; do
    for file in "$folder"/vizteh.service.d/*.conf; do
      if [[ -e $file ]]; then printf '%s\t%s\n' "${file##*/}" "$file"; fi
    done
  done | LC_ALL=C sort --stable --unique --field-separator=$'\t' --key=1,1 | cut -f 2
}

# Prints what the unit of the bot gives it beyond what the programs here read (take_credentials): the names of the lines, such as
# SetCredential.
unread_lines() {
  local file
  unit_files | while IFS= read -r file; do
    cat "$file"
    echo
  done | awk '
    { line = $0; sub(/^[ \t]+/, "", line); name = line; sub(/[ \t]*=.*/, "", name); value = line; sub(/^[^=]*=[ \t]*/, "", value) }
    # run_program knows this one.
    name == "Environment" { sub(/HOCON_FILE=\/etc\/vizteh\/hocon\.conf[ \t]*$/, "", value) }
    name ~ /^(SetCredential|SetCredentialEncrypted|ImportCredential|Environment|EnvironmentFile|PassEnvironment)$/ && value != "" \
      && !(name in found) { found[name]; print name }' | paste -sd ' '
}

# Whether the fault is but a setting that is not set, and the unit may give it to the bot by a line that the programs here do not read. Then
# nobody but the bot can tell.
#   is_only_unread FAULT
is_only_unread() {
  [[ $1 =~ ^(Settings:\ )?not\ set:\ [^\;]*$ && -n $(unread_lines) ]]
}

# Prints the credentials that the unit of the bot loads, a line each: plain or encrypted, its name, its file.
unit_credentials() {
  local file
  unit_files | while IFS= read -r file; do
    cat "$file"
    echo
  done | awk '
    /^[ \t]*LoadCredential(Encrypted)?[ \t]*=/ {
      way = /^[ \t]*LoadCredentialEncrypted/ ? "encrypted" : "plain"
      sub(/^[^=]*=[ \t]*/, ""); sub(/[ \t]+$/, "")
      # An empty line takes back those before it.
      if ($0 == "") { split("", found); next }
      name = $0; sub(/:.*/, "", name)
      path = $0; if (!sub(/^[^:]*:/, "", path)) path = name
      found[name] = way " " name " " path
    }
    END { for (name in found) print found[name] }'
}

# Gives all that is run from here on the credentials that the unit loads: systemd hands them to the processes of the unit alone. They are
# copies in memory, which only the bot's user can read, until the calling program ends. To be called by the program itself, in no subshell.
take_credentials() {
  local list folder way name path store
  [[ -z ${CREDENTIALS_DIRECTORY:-} ]] || return 0
  [[ -n $root || $(id -u) -eq 0 ]] || return 0
  list=$(unit_credentials)
  [[ -n $list ]] || return 0
  folder=$(mktemp -d "$root/run/vizteh-credentials.XXXXXX")
  temporary+=("$folder")
  while read -r way name path; do
    [[ $name =~ ^[A-Za-z0-9][A-Za-z0-9_.-]*$ ]] || die "The unit vizteh.service loads a credential of the name $name, which is none."
    if [[ $path != /* ]]; then
      for store in /etc/credstore /run/credstore /usr/lib/credstore; do
        if [[ -f $root$store/$path ]]; then break; fi
      done
      path=$store/$path
    fi
    [[ -r $root$path ]] || die "The unit vizteh.service loads the credential $name from $path, which cannot be read."
    if [[ $way == encrypted ]]; then
      systemd-creds decrypt --name="$name" "$root$path" "$folder/$name" > /dev/null \
        || die "The credential $name cannot be decrypted: see the line above."
    else
      cat "$root$path" > "$folder/$name"
    fi
    chmod 400 "$folder/$name"
  done <<< "$list"
  if [[ -n $bot_user ]]; then chown -R "$bot_user" "$folder"; fi
  export CREDENTIALS_DIRECTORY=$folder
}

# Prints the value of a setting; nothing if it is not set. The last line of that name counts, as for the program.
setting() {
  local value='' credential=${1,,}
  # The names of the credentials: docs/deploy/vizteh.service.
  [[ $1 != TOKEN ]] || credential=bot_token
  if [[ -r ${CREDENTIALS_DIRECTORY:-/nonexistent}/$credential ]]; then
    cat "$CREDENTIALS_DIRECTORY/$credential"
    return
  fi
  [[ -r $env_file ]] || die "$env_file cannot be read."
  value=$(sed -nE "s/^[[:space:]]*(export[[:space:]]+)?$1[[:space:]]*=[[:space:]]*(.*)$/\2/p" "$env_file" | tail -n 1)
  if [[ $value =~ ^\"([^\"]*)\" || $value =~ ^\'([^\']*)\' ]]; then
    value=${BASH_REMATCH[1]}
  else
    value=${value%%[[:space:]]#*}
    value=${value%"${value##*[![:space:]]}"}
  fi
  printf '%s' "$value"
}

# Writes NAME=value into the settings, in place of the line that is there. The file is replaced as a whole, or stays as it is.
write_setting() {
  local file
  file=$(mktemp "$env_file.XXXXXX")
  temporary+=("$file")
  # The value comes by the environment: a process's command line is visible to every user of the machine.
  NAME=$1 VALUE=$2 awk '
    index($0, ENVIRON["NAME"] "=") == 1 { if (!written++) print ENVIRON["NAME"] "=" ENVIRON["VALUE"]; next }
    { print }
    END { if (!written) print ENVIRON["NAME"] "=" ENVIRON["VALUE"] }' "$env_file" > "$file"
  chmod --reference="$env_file" "$file"
  chown --reference="$env_file" "$file"
  sync "$file"
  mv "$file" "$env_file"
}

# Runs the program of a folder, the installed one or one that was taken out of a package, with the installed settings, and with the
# credentials, if take_credentials was called.
run_program() {
  local folder=$1
  shift
  (
    cd "$settings_folder" || exit 3
    export HOCON_FILE=$settings_folder/hocon.conf
    as_bot "$folder/VizTeh.Actors" "$@"
  )
}

# Prints, in one line, what the program of a folder has against the settings or against the stored data; nothing if all is well.
#   fault_of FOLDER --settings | --data
fault_of() {
  local output code=0
  output=$(run_program "$1" --check "$2" 2>&1) || code=$?
  [[ $code -gt 1 ]] || return 0
  local found
  found=$(sed -n '/^FAILED/{ n; s/^ *-> //p }' <<< "$output" | paste -sd ' ')
  printf '%s' "${found:-$(paste -sd ' ' <<< "$output")}"
}

# Prints, in one line, why a version may not be installed by its settings; nothing if it may. What cannot be looked at is said.
#   settings_fault FOLDER VERSION
settings_fault() {
  local fault
  fault=$(fault_of "$1" --settings)
  if is_only_unread "$fault"; then
    say "Whether version $2 takes all settings was not looked at: the unit gives the bot some by $(unread_lines). $fault"
    return
  fi
  printf '%s' "$fault"
}

has_systemd() { [[ -d $root/run/systemd/system ]]; }

# Whether the service is started, be it between two attempts.
is_started() {
  case $(systemctl is-active vizteh.service) in
    active | activating | reloading) return 0 ;;
    *) return 1 ;;
  esac
}

# The bot is started again when the calling program ends, however it ends, unless that has cleared resumes.
stop_bot() {
  if has_systemd && is_started; then
    resumes=yes
    systemctl stop vizteh.service
  fi
}

# Whether a bot gives signs of life in the database. With HEALTH_PORT=0 the program reads them there, in the view health; it ends with 1
# when the bot runs and something keeps it from its work, such as a proxy or Telegram that is away: it runs all the same.
shows_life() {
  local code=0
  HEALTH_PORT=0 run_program "$program_folder" --health > /dev/null 2>&1 < /dev/null || code=$?
  [[ $code -le 1 ]]
}

# Whether the bot has a process that lives for some seconds and gives signs of life. A bot that cannot start ends sooner.
wait_until_healthy() {
  local until=$((SECONDS + patience_seconds)) process before=
  while [[ $SECONDS -lt $until ]]; do
    process=
    if systemctl --quiet is-active vizteh.service; then
      process=$(systemctl show --property=MainPID --value vizteh.service)
      shows_life || process=
    fi
    if [[ -n $process && $process == "$before" ]]; then return 0; fi
    before=$process
    sleep 3
  done
  return 1
}

installed_version() {
  # shellcheck disable=SC2016  # A field of dpkg's, not a variable.
  dpkg-query ${root:+--root="$root"} --show --showformat='${Version}' vizteh 2> /dev/null || true
}

package_of() { printf '%s/vizteh_%s_amd64.deb' "$versions_folder" "$1"; }

# The edited settings stay; of files that nobody has edited the new version's are taken.
install_package() {
  local options=(--force-confdef --force-confold --force-downgrade)
  if [[ -n $root ]]; then options+=(--root="$root" --force-script-chrootless --force-not-root --force-depends); fi
  DEBIAN_FRONTEND=noninteractive dpkg "${options[@]}" --install "$1" >&2 < /dev/null
}

# Makes the package of the installed version anew from its files, unless it is kept already.
keep_installed_package() {
  local version=$1 folder package list
  package=$(package_of "$version")
  [[ ! -e $package ]] || return 0
  # What was left when the disk was full.
  rm -rf "$versions_folder"/.repack.*
  folder=$(mktemp -d "$versions_folder/.repack.XXXXXX")
  list=$root/var/lib/dpkg/info
  mkdir "$folder/DEBIAN"
  # Folders and files of the package, as they are installed; those of settings as they came with it.
  while IFS= read -r path; do
    if [[ -L $root$path ]]; then
      cp --no-dereference "$root$path" "$folder$path"
    elif [[ -d $root$path ]]; then
      mkdir -p "$folder$path"
      chmod --reference="$root$path" "$folder$path"
    elif [[ -f $root/usr/share/vizteh/${path##*/} && $path == /etc/vizteh/* ]]; then
      cp --preserve=mode "$root/usr/share/vizteh/${path##*/}" "$folder$path"
    elif [[ -f $root$path ]]; then
      cp --preserve=mode,timestamps "$root$path" "$folder$path"
    fi
  done < "$list/vizteh.list"
  chmod 0640 "$folder/etc/vizteh/vizteh.env"
  for script in conffiles postinst prerm postrm; do cp --preserve=mode "$list/vizteh.$script" "$folder/DEBIAN/$script"; done
  dpkg-query ${root:+--root="$root"} --status vizteh \
    | awk '/^Status:/ { next } /^Conffiles:/ { skips = 1; next } /^ / && skips { next } { skips = 0; print }' > "$folder/DEBIAN/control"
  dpkg-deb --root-owner-group -Zgzip --build "$folder" "$folder.deb" > /dev/null
  mv "$folder.deb" "$package"
  rm -rf "$folder"
}

# Writes down a version that was installed without vizteh-update, so that vizteh-back can lead to it.
note_version() {
  [[ $(tail -n 1 "$history_file" 2> /dev/null) == "$1" ]] || printf '%s\n' "$1" >> "$history_file"
}

# The version is the one in use from now on; the three that were in use last can be gone back to, or forward.
remember_version() {
  printf '%s\n' "$1" >> "$history_file"
  local recent
  recent=$(tail -n 3 "$history_file")
  printf '%s\n' "$recent" > "$history_file.new"
  mv "$history_file.new" "$history_file"
  local package version
  for package in "$versions_folder"/vizteh_*_amd64.deb; do
    version=${package##*/vizteh_}
    grep -qxF -- "${version%_amd64.deb}" "$history_file" || rm -f "$package"
  done
}
