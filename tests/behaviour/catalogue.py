"""The database as its own catalogues describe it, and the rows that the demo leaves."""

from collections.abc import Iterator, Sequence

from django.db import connection

LEFT_OUT = ("django_migrations", "django_content_type")
NO_ROWS = (*LEFT_OUT, "auth_permission", "django_session", "mitwirkung_cache")

TABLES = """
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'm', 'p') ORDER BY 1"""
ABOUT_A_TABLE = {
    "columns": """
        SELECT concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
            CASE WHEN a.attnotnull THEN 'NOT NULL' END, 'IDENTITY ' || nullif(a.attidentity::text, ''),
            'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid),
            'COLLATE ' || (SELECT collname FROM pg_collation WHERE oid = a.attcollation AND collname <> 'default'))
        FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
        WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attname""",
    "constraints": """
        SELECT conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
        WHERE conrelid = %s::regclass AND contype <> 'n' ORDER BY conname""",
    "indexes": """
        SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = %s::regclass ORDER BY 1""",
    "triggers": """
        SELECT pg_get_triggerdef(oid) || ' [' || tgenabled::text || ']' FROM pg_trigger
        WHERE tgrelid = %s::regclass AND NOT tgisinternal ORDER BY tgname""",
}
FUNCTIONS = """
    SELECT p.oid::regprocedure || ' returns ' || pg_get_function_result(p.oid) || E'\n' || p.prosrc FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
    ORDER BY p.oid::regprocedure::text"""
OTHERS = """
    SELECT 'extension ' || extname FROM pg_extension
    UNION ALL SELECT 'type ' || typname FROM pg_type
    WHERE typnamespace = 'public'::regnamespace AND typtype IN ('d', 'e', 'r') ORDER BY 1"""


def schema() -> Iterator[tuple[str, str]]:
    """Yield every table, then the functions, each with a name."""
    for table in tables():
        if table not in LEFT_OUT:
            told = []
            for title, query in ABOUT_A_TABLE.items():
                told += [f"== {title}", *_column(query, [f'"{table}"'])]
            yield table, "\n".join(told)
    yield "_functions", "\n\n".join(_column(FUNCTIONS))
    yield "_others", "\n".join(_column(OTHERS))


def rows() -> Iterator[tuple[str, str]]:
    """Yield the rows of every table, a value on a line, without how they are laid out in it."""
    for table in tables():
        if table not in NO_ROWS:
            told = f"SELECT jsonb_pretty(to_jsonb(t)) FROM \"{table}\" t ORDER BY to_jsonb(t)->'id', to_jsonb(t)::text"
            if lines := _column(told):
                yield table, "\n".join(lines)


def tables() -> list[str]:
    """Return the names of all tables."""
    return _column(TABLES)


def _column(query: str, parameters: Sequence[str] | None = None) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return [str(value) for (value,) in cursor.fetchall()]
