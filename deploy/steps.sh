# What installing and upgrading share; read by install.sh and upgrade.sh, which run from the folder of the new program.
set -eu
source=$(cd "$(dirname "$0")/.." && pwd)
releases=/opt/mitwirkung/releases
current=/opt/mitwirkung/current
state=/var/lib/mitwirkung
configuration=/etc/mitwirkung
secrets=$configuration/secrets
backups=/var/backups/mitwirkung
parts='agreements districts mitwirkung templates static deploy docs manage.py gunicorn.conf.py requirements.txt LICENSE'
services='mitwirkung-web.service mitwirkung-worker-mail.service mitwirkung-worker-seal.service'
timers='mitwirkung-backup.timer mitwirkung-proof.timer mitwirkung-tidy.timer mitwirkung-health.timer'

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

require_root() { [ "$(id -u)" = 0 ] || fail "Run this as root."; }

setting() { sed -n "s/^$1=//p" "$configuration/settings.env" | tail -n 1 | tr -d '"'; }

# Run a command of a release: manage RELEASE health
manage() {
    release=$1
    shift
    MITWIRKUNG_RELEASE=$release sh "$release/deploy/mitwirkung.sh" "$@"
}

# The database lies on this machine, and we may make roles and databases in it.
database_is_here() { grep -q '@127\.0\.0\.1:' "$secrets/DATABASE_URL"; }

as_postgres() { runuser --user postgres -- psql --no-psqlrc --quiet -v ON_ERROR_STOP=1 "$@"; }

set_roles() {
    if database_is_here; then
        as_postgres --single-transaction --dbname mitwirkung < "$1/deploy/sql/roles.sql"
    fi
}

# systemd starts no service whose credential is missing; an empty file is a secret that is not set.
make_missing_secrets() {
    for name in MITWIRKUNG_SECRET_KEY_FALLBACKS MITWIRKUNG_MFA_KEY MITWIRKUNG_EMAIL_PASSWORD MITWIRKUNG_SEAL_FILE \
        MITWIRKUNG_SEAL_PASSWORD MITWIRKUNG_S3_KEY MITWIRKUNG_S3_SECRET MITWIRKUNG_METRICS_TOKEN MITWIRKUNG_PROOF_URL \
        MITWIRKUNG_IDENTITY_PROVIDERS; do
        [ -e "$secrets/$name" ] || install -m 0600 /dev/null "$secrets/$name"
    done
}

# Lay the new program beside the old one, with its packages; the folder is named by its content. Prints it.
prepare_release() {
    name=$(cd "$source" && find $parts -type f ! -name '*.pyc' -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -c 1-12)
    release=$releases/$name
    if [ ! -e "$release/.complete" ]; then
        say "Laying out $release …"
        rm -rf "$release"
        mkdir -p "$release"
        (cd "$source" && tar --create --exclude=__pycache__ $parts) | tar --extract --directory "$release" --no-same-owner
        python3 -m venv "$release/.venv"
        "$release/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes \
            --requirement "$release/requirements.txt" >&2
        "$release/.venv/bin/python" -m compileall -q "$release/agreements" "$release/districts" "$release/mitwirkung" >&2
        chmod -R go=rX "$release"
        touch "$release/.complete"
    fi
    printf '%s\n' "$release"
}

# Let a release be the one that runs: its static files, units, proxy and command. Each step only if the one before has worked, since
# the shell does not stop by itself where somebody asks whether all of it did.
activate() {
    release=$1
    manage "$release" collectstatic --no-input --verbosity 0 &&
        ln -sfn "$release" "$current.new" && mv -T "$current.new" "$current" &&
        install -m 0755 "$release/deploy/mitwirkung.sh" /usr/local/sbin/mitwirkung &&
        cp -R "$release/deploy/systemd/." /etc/systemd/system/ &&
        systemctl daemon-reload &&
        sed "s/\bHOST\b/$(setting MITWIRKUNG_HOSTS)/g" "$release/deploy/nginx/mitwirkung.conf" > /etc/nginx/sites-available/mitwirkung &&
        nginx -t -q
}

start() {
    systemctl start mitwirkung-web.socket $services $timers &&
        systemctl reload-or-restart nginx
}

stop() { systemctl stop $timers $services mitwirkung-web.socket; }

# Ask through the proxy whether everything is there, for up to a minute.
is_ready() {
    host=$(setting MITWIRKUNG_HOSTS)
    curl --silent --fail --insecure --output /dev/null --retry 30 --retry-delay 2 --retry-all-errors --max-time 60 \
        --resolve "$host:443:127.0.0.1" "https://$host/bereit/"
}
