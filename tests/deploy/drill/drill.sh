#!/bin/sh
# Runs in the root that install_drill.py has made.
set -eu
export PIP_NO_INDEX=1 PIP_FIND_LINKS=/drill/wheels LC_ALL=C.UTF-8
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
host=vertraege.example

tell() { printf '\n== %s\n' "$*"; }
page() { curl --silent --show-error --fail --insecure --resolve "$host:443:127.0.0.1" "https://$host$1"; }
refused() { if "$@"; then tell "This should have failed: $*"; exit 1; fi; }
people() { runuser --user postgres -- psql --tuples-only --no-align --dbname mitwirkung --command 'select count(*) from districts_user'; }

tell "Without a host name it says what to do"
refused sh /drill/1/deploy/install.sh
sed -i "s/^MITWIRKUNG_HOSTS=.*/MITWIRKUNG_HOSTS=$host/" /etc/mitwirkung/settings.env

tell "Installing"
sh /drill/1/deploy/install.sh
page /bereit/
page /anmelden/ | grep -q '<h1'
for unit in /etc/systemd/system/mitwirkung-*.service /etc/systemd/system/mitwirkung-*.timer; do
    [ -z "$(systemd-analyze verify --man=no "$unit" 2>&1 | tee /dev/stderr)" ]
done

tell "Installing again changes nothing"
before=$(cat /etc/mitwirkung/secrets/* | sha256sum)
sh /drill/1/deploy/install.sh
[ "$before" = "$(cat /etc/mitwirkung/secrets/* | sha256sum)" ]

tell "Inviting"
link=$(mitwirkung invite_admin dana@verein.example 'Dana Beispiel' | sed -n 's#^https://[^/]*\(/einladung/.*\)#\1#p')
page "$link" | grep -q 'name="password1"'

tell "The application owns nothing"
url=$(cat /etc/mitwirkung/secrets/DATABASE_URL)
refused psql "$url" --command 'alter table agreements_event disable trigger all'
[ "$(psql "$url" --tuples-only --no-align --command "select count(*) from pg_tables where tableowner = current_user")" = 0 ]

tell "Backing up and proving"
mitwirkung backup /var/backups/mitwirkung
mitwirkung prove_backup /var/backups/mitwirkung

tell "Upgrading"
sh /drill/2/deploy/upgrade.sh
page /bereit/
[ "$(people)" = 1 ]
second=$(readlink /opt/mitwirkung/current)

tell "An upgrade that fails half-way takes everything back"
refused sh /drill/3/deploy/upgrade.sh
[ "$(readlink /opt/mitwirkung/current)" = "$second" ]
page /bereit/
[ "$(people)" = 1 ]
mitwirkung verify_files
mitwirkung verify_history

tell "No secret is in any log"
refused grep -rqF -e "$(cat /etc/mitwirkung/secrets/MITWIRKUNG_SECRET_KEY)" -e "${link#/einladung/}" /var/log
tell "The drill has passed."
