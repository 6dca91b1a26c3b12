-- Who may do what in the database of MitWirkung. Run by a superuser, before the first `migrate` or `restore` and after each:
--
--     psql --single-transaction -v ON_ERROR_STOP=1 -d mitwirkung -f deploy/sql/roles.sql
--
-- It may be run at any time. Passwords are set once beside it: \password mw_migrate, \password mw_app, …
--
--   mw_owner    owns everything and cannot sign in
--   mw_migrate  signs in and is the owner: for `migrate` and `restore`, nothing else
--   mw_app      web server, worker, backup: reads and writes rows; owns nothing, so it can lift no trigger
--   mw_read     reads everything: for reports
--   mw_proof    makes databases for `prove_backup` and has no way into this one

do $$
declare
    wanted record;
begin
    perform pg_advisory_xact_lock(1297547266);  -- roles belong to the server: one after another
    for wanted in
        select * from (values
            ('mw_owner', 'nologin'), ('mw_migrate', 'login'), ('mw_app', 'login'), ('mw_read', 'login'),
            ('mw_proof', 'login createdb')
        ) as roles (name, options)
    loop
        if not exists (select from pg_roles where rolname = wanted.name) then
            execute format('create role %I %s', wanted.name, wanted.options);
        end if;
    end loop;
    if not pg_has_role('mw_migrate', 'mw_owner', 'member') then
        grant mw_owner to mw_migrate;
    end if;
    if not pg_has_role('mw_read', 'pg_read_all_data', 'member') then
        grant pg_read_all_data to mw_read;
    end if;
    execute format('alter role mw_migrate in database %I set role = %L', current_database(), 'mw_owner');
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to mw_migrate, mw_app, mw_read', current_database());
    -- what `restore` and `migrate` need: mw_owner may create in this database
    execute format('grant create on database %I to mw_owner', current_database());
end $$;

alter schema public owner to mw_owner;
revoke all on schema public from public;
grant usage on schema public to mw_app;

-- whatever somebody else has made here belongs to the owner
do $$
declare
    thing record;
begin
    for thing in
        select format('alter table %s owner to mw_owner', oid::regclass) as statement
        from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'S')
            and relowner <> 'mw_owner'::regrole
            and not exists (  -- the sequence of a column follows its table
                select from pg_depend where objid = pg_class.oid and deptype in ('a', 'i') and relkind = 'S'
            )
        union all
        select format('alter routine %s owner to mw_owner', oid::regprocedure) from pg_proc
        where pronamespace = 'public'::regnamespace and proowner <> 'mw_owner'::regrole
        union all
        select format('alter type %s owner to mw_owner', oid::regtype) from pg_type
        where typnamespace = 'public'::regnamespace and typowner <> 'mw_owner'::regrole and typtype in ('e', 'd')
    loop
        execute thing.statement;
    end loop;
end $$;

alter default privileges for role mw_owner in schema public
    grant select, insert, update, delete on tables to mw_app;
alter default privileges for role mw_owner in schema public
    grant usage, select on sequences to mw_app;
grant select, insert, update, delete on all tables in schema public to mw_app;
grant usage, select on all sequences in schema public to mw_app;

-- a second layer below the triggers: what is kept for good cannot even be asked to change. The key stays, or no row could be locked;
-- files stay whole, or their table could not be locked against what is stored meanwhile.
do $$
declare
    kept record;
begin
    for kept in
        select tgrelid::regclass as name, (
            select string_agg(quote_ident(attname), ', ')
            from pg_index join pg_attribute on attrelid = indrelid and attnum = any (indkey)
            where indrelid = tgrelid and indisprimary
        ) as key
        from pg_trigger join pg_class on pg_class.oid = tgrelid
        where relnamespace = 'public'::regnamespace and tgname like 'pgtrigger\_append\_only\_%'
    loop
        execute format('revoke delete on %s from mw_app', kept.name);
        if kept.name <> 'agreements_storedfile'::regclass then
            execute format('revoke update on %s from mw_app', kept.name);
            execute format('grant update (%s) on %s to mw_app', kept.key, kept.name);
        end if;
    end loop;
    if to_regclass('public.districts_securityevent') is not null then
        revoke update on districts_securityevent from mw_app;  -- what is too old is deleted
    end if;
    if to_regclass('public.agreements_event') is not null then
        revoke update, delete on agreements_event from mw_app;
        grant update (id) on agreements_event to mw_app;
        -- the name of an erased account is taken out of the history, with the salt that proves it
        if exists (select from pg_attribute where attrelid = 'agreements_event'::regclass and attname = 'actor_salt') then
            grant update (actor, actor_salt) on agreements_event to mw_app;
        end if;
    end if;
    if to_regclass('public.django_migrations') is not null then
        revoke insert, update, delete on django_migrations from mw_app;
    end if;
end $$;
