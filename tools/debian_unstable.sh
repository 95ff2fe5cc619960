#!/bin/sh
# A Debian unstable root: the current AWS CLI v2 and the newest Pythons. Needs root and debootstrap.
#
#   debian_unstable.sh create DIR          create it (40 seconds to 3 minutes), unless it is complete
#   debian_unstable.sh create DIR --test   ... with what `make test` needs
#   debian_unstable.sh run DIR COMMAND...  run a command in it, in the current folder if it is there
#
# /proc, /dev, /tmp and the folders in $BIND (separated by colons) are visible to the command. The mounts
# are its own: there is nothing to undo, and deleting DIR is always safe.
set -eu

ROOT_PACKAGES=awscli,python3.14-venv,python3.15-venv,ca-certificates
TEST_PACKAGES="fish git groff jq make man-db procps zsh"

# Refuse a directory that another user made or can write to.
check_owner() {
  if [ -L "$1" ] || [ "$(stat -c %u "$1")" != "$(id -u)" ] ||
    [ -n "$(find "$1" -maxdepth 0 -perm /022)" ]; then
    echo "$1 must be a directory of your own that nobody else can write to." >&2
    exit 1
  fi
}

create() {
  if [ -e "$1" ] || [ -L "$1" ]; then check_owner "$1"; fi
  if [ ! -e "$1/.complete" ]; then
    if [ -e "$1" ] && [ ! -e "$1/.incomplete" ]; then
      echo "$1 exists already, and is not a root made by this script." >&2
      exit 1
    fi
    rm -rf "$1"
    mkdir -p "$(dirname "$1")"
    mkdir -m 755 "$1"  # fails if somebody else is faster
    touch "$1/.incomplete"
    debootstrap --variant=minbase --include=$ROOT_PACKAGES sid "$1" >&2
    # pip and apt work in the root if they work outside.
    cp /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/"
    for file in /etc/pip.conf /etc/resolv.conf; do
      if [ -e $file ]; then cp -L $file "$1$file"; fi
    done
    mv "$1/.incomplete" "$1/.complete"
  fi
  if [ "${2-}" = --test ] && [ ! -e "$1/.complete-test" ]; then
    # A mirror may lag behind: unstable's index expires after a week.
    run "$1" apt-get update -qq -o Acquire::Check-Valid-Until=false -o Acquire::Check-Date=false
    run "$1" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends $TEST_PACKAGES >&2
    touch "$1/.complete-test"
  fi
}

run() {
  check_owner "$1"
  root=$1
  shift
  BIND="/proc:/dev:/tmp${BIND:+:$BIND}" unshare --mount sh -eu -c '
    root=$1
    shift
    IFS=:
    for folder in $BIND; do
      mkdir -p "$root$folder"
      mount --rbind "$folder" "$root$folder"
    done
    unset IFS
    exec chroot "$root" sh -c "cd \"\$1\" 2>/dev/null; shift; exec \"\$@\"" sh "$PWD" "$@"
  ' sh "$root" "$@"
}

case ${1-} in
  create | run) "$@" ;;
  *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
