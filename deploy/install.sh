#!/bin/sh
# Installs MitWirkung on Debian 12 or 13, from the folder that this lies in. Asks nothing: reads /etc/mitwirkung/settings.env.
# It may be run again at any time and changes only what is not yet so. A newer program: upgrade.sh.
. "$(dirname "$0")/steps.sh"
require_root
umask 022

. /etc/os-release
case "$ID ${VERSION_ID:-}" in "debian 12" | "debian 13") ;; *) fail "This needs Debian 12 or 13, not $PRETTY_NAME." ;; esac

mkdir -p "$configuration"
if [ ! -e "$configuration/settings.env" ]; then
    install -m 0644 "$source/deploy/settings.env.example" "$configuration/settings.env"
fi
host=$(setting MITWIRKUNG_HOSTS)
case $host in
'' | *[!a-z0-9.-]*) fail "Write the host name into MITWIRKUNG_HOSTS of $configuration/settings.env, one name in small letters, and run this again." ;;
esac

say "Installing Debian's packages …"
packages='python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 nginx age openssl curl ca-certificates'
[ -s "$secrets/DATABASE_URL" ] || packages="$packages postgresql"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq >&2
apt-get install -y -qq --no-install-recommends $packages >&2

id mitwirkung >/dev/null 2>&1 || useradd --system --user-group --home-dir "$state" --no-create-home --shell /usr/sbin/nologin mitwirkung
install -d -o mitwirkung -g mitwirkung -m 0750 "$state" "$backups"
install -d -m 0755 "$releases" "$configuration/trust"
install -d -m 0700 "$secrets" "$configuration/tls"

umask 077
if [ ! -s "$secrets/MITWIRKUNG_SECRET_KEY" ]; then
    # apart from the secret key, or changing that would end the second factor of everybody
    openssl rand -hex 48 > "$secrets/MITWIRKUNG_MFA_KEY"
    openssl rand -hex 48 > "$secrets/MITWIRKUNG_SECRET_KEY"
fi
make_missing_secrets
if [ ! -s "$configuration/tls/fullchain.pem" ]; then
    say "No certificate in $configuration/tls: making one that no browser trusts. Put fullchain.pem and privkey.pem there soon."
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 -subj "/CN=$host" \
        -addext "subjectAltName=DNS:$host" -keyout "$configuration/tls/privkey.pem" -out "$configuration/tls/fullchain.pem" 2>/dev/null
fi

if [ ! -s "$secrets/DATABASE_URL" ] || database_is_here; then
    systemctl start postgresql
fi
if [ ! -s "$secrets/DATABASE_URL" ]; then
    say "Making roles and database in the PostgreSQL of this machine …"
    port=$(pg_lsclusters --no-header | awk 'NR == 1 { print $3 }')
    as_postgres --dbname postgres --tuples-only --command "select 1 from pg_database where datname = 'mitwirkung'" | grep -q 1 ||
        as_postgres --dbname postgres --command "create database mitwirkung encoding 'UTF8' locale 'C.UTF-8' template template0"
    as_postgres --single-transaction --dbname mitwirkung < "$source/deploy/sql/roles.sql"
    for pair in mw_migrate:DATABASE_URL_OF_OWNER mw_proof:MITWIRKUNG_PROOF_URL mw_app:DATABASE_URL; do  # the last one says that all is done
        role=${pair%%:*} password=$(openssl rand -hex 24) database=mitwirkung
        [ "$role" = mw_proof ] && database=postgres
        printf "alter role %s password '%s';\n" "$role" "$password" | as_postgres --dbname postgres
        printf 'postgresql://%s:%s@127.0.0.1:%s/%s\n' "$role" "$password" "$port" "$database" > "$secrets/${pair#*:}"
    done
fi
umask 022

release=$(prepare_release)
say "Making the tables …"
set_roles "$release"
manage "$release" migrate --no-input --verbosity 0
set_roles "$release"
manage "$release" load_reference >/dev/null
manage "$release" check --deploy --fail-level ERROR >&2

activate "$release"
rm -f /etc/nginx/sites-enabled/default
ln -sf ../sites-available/mitwirkung /etc/nginx/sites-enabled/mitwirkung
systemctl enable --quiet mitwirkung-web.socket $services $timers nginx
start
is_ready || fail "Installed, but https://$host/bereit/ does not say that it is ready: see mitwirkung health and journalctl --unit 'mitwirkung-*'."
say "MitWirkung runs. Next: mitwirkung invite_admin EMAIL 'NAME'"
