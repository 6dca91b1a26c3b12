#!/bin/sh
# Runs in the root that install_drill.py has made.
set -eu
export PIP_NO_INDEX=1 PIP_FIND_LINKS=/drill/wheels LC_ALL=C.UTF-8
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
host=vertraege.example
secrets=/etc/mitwirkung/secrets
cookies=/run/cookies
password=Spreeufer-im-November-7

tell() { printf '\n== %s\n' "$*"; }
page() {
    address=$1
    shift
    curl --silent --show-error --fail --insecure --resolve "$host:443:127.0.0.1" "$@" "https://$host$address"
}
browse() { page "$@" --location --cookie "$cookies" --cookie-jar "$cookies"; }
send() {
    token=$(browse "$1" | sed -n 's/.*name="csrfmiddlewaretoken" value="\([^"]*\)".*/\1/p' | head -n 1)
    browse "$@" --referer "https://$host$1" --data-urlencode "csrfmiddlewaretoken=$token"
}
is_signed_in() { browse /konto/sicherheit/ | grep -q 'action="/abmelden/"'; }
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
before=$(cat $secrets/* | sha256sum)
sh /drill/1/deploy/install.sh
[ "$before" = "$(cat $secrets/* | sha256sum)" ]

tell "Inviting"
link=$(mitwirkung invite_admin dana@verein.example 'Dana Beispiel' | sed -n 's#^https://[^/]*\(/einladung/.*\)#\1#p')
page "$link" | grep -q 'name="password1"'

tell "Accepting and signing in"
send "$link" --data-urlencode "password1=$password" --data-urlencode "password2=$password" | grep -q 'Passwort ist gespeichert'
refused is_signed_in
send /anmelden/ --data-urlencode username=dana@verein.example --data-urlencode "password=$password" >/dev/null
is_signed_in

tell "The application owns nothing"
url=$(cat $secrets/DATABASE_URL)
refused psql "$url" --command 'alter table agreements_event disable trigger all'
[ "$(psql "$url" --tuples-only --no-align --command "select count(*) from pg_tables where tableowner = current_user")" = 0 ]

tell "Changing keys as the page says signs nobody out"
former=$(cat $secrets/DATABASE_URL)
changed=$(openssl rand -hex 24)
cat $secrets/MITWIRKUNG_SECRET_KEY >$secrets/MITWIRKUNG_SECRET_KEY_FALLBACKS
openssl rand -hex 48 >$secrets/MITWIRKUNG_SECRET_KEY
printf "alter role mw_app password '%s';\n" "$changed" | runuser --user postgres -- psql --quiet
is_signed_in
sed -i "s#//mw_app:[^@]*@#//mw_app:$changed@#" $secrets/DATABASE_URL
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 -subj "/CN=$host" \
    -keyout /etc/mitwirkung/tls/privkey.pem -out /etc/mitwirkung/tls/fullchain.pem 2>/dev/null
systemctl restart mitwirkung-web.service mitwirkung-worker-mail.service mitwirkung-worker-seal.service
systemctl reload nginx
page /bereit/ --retry 30 --retry-delay 1 --retry-all-errors
is_signed_in
refused psql "$former" --command 'select 1'
shown=$(openssl s_client -connect 127.0.0.1:443 -servername "$host" </dev/null 2>/dev/null | openssl x509 -noout -fingerprint)
[ "$shown" = "$(openssl x509 -noout -fingerprint -in /etc/mitwirkung/tls/fullchain.pem)" ]
: >$secrets/MITWIRKUNG_SECRET_KEY_FALLBACKS
systemctl restart mitwirkung-web.service
page /bereit/ --retry 30 --retry-delay 1 --retry-all-errors
is_signed_in

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
refused grep -rqF -e "$(cat $secrets/MITWIRKUNG_SECRET_KEY)" -e "${link#/einladung/}" /var/log
tell "The drill has passed."
