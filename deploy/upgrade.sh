#!/bin/sh
# Puts the program of the folder that this lies in into the place of the running one: stop, back up, migrate, check, start.
# What fails takes everything back to where it was; the backup stays.
. "$(dirname "$0")/steps.sh"
require_root
umask 022
old=$(readlink -e "$current") || fail "Nothing is installed here: install.sh comes first."

new=$(prepare_release)
[ "$new" != "$old" ] || fail "This program runs already: $old."
make_missing_secrets
migrates=no
touched=no

take_back() {
    say "Taking everything back …"
    stop
    activate "$old"
    if [ "$touched" = yes ]; then
        if ! database_is_here || [ -n "$(setting MITWIRKUNG_S3_BUCKET)" ]; then
            fail "The migration may have changed the database, and it or the files lie on another machine. Let the database be emptied by its administrator, set $state/files aside or name an empty place in MITWIRKUNG_S3_PREFIX, and run:
mitwirkung restore $backups && systemctl start mitwirkung-web.socket $services $timers"
        fi
        stamp=$(date +%Y%m%d%H%M%S)
        as_postgres --dbname postgres --command "alter database mitwirkung rename to mitwirkung_failed_$stamp"
        as_postgres --dbname postgres --command "create database mitwirkung encoding 'UTF8' locale 'C.UTF-8' template template0"
        [ ! -e "$state/files" ] || mv "$state/files" "$state/files.failed.$stamp"
        set_roles "$old"
        manage "$old" restore "$backups"
        set_roles "$old"
        say "What the migration had made is kept as the database mitwirkung_failed_$stamp and $state/files.failed.$stamp: delete both when nobody needs them."
    fi
    start
    is_ready && fail "The upgrade failed; the former program runs, nothing is lost."
    fail "The upgrade failed, and the former program does not say that it is ready: see mitwirkung health."
}

say "Stopping the services …"
stop
manage "$old" backup "$backups" || { start; fail "The backup failed: nothing was changed, the former program runs."; }
manage "$new" migrate --check >/dev/null 2>&1 || migrates=yes
if [ "$migrates" = yes ]; then
    say "Migrating …"
    touched=yes
    set_roles "$new" || take_back
    manage "$new" migrate --no-input --verbosity 0 || take_back
    set_roles "$new" || take_back
fi
manage "$new" load_reference >/dev/null || take_back
manage "$new" check --deploy --fail-level ERROR >&2 || take_back
activate "$new" || take_back
start || take_back
is_ready || take_back
say "Upgraded from $old to $new. The former program may be deleted when all is well."
