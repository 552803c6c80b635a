"""What a cluster of the embedded PostgreSQL is like: how it is made, configured, and who may do what in it."""

import locale
from collections.abc import Mapping
from pathlib import Path

import psutil
from psycopg import Connection, sql

MEBIBYTE = 1 << 20

# sockets only; a password for everybody, since the socket's folder may be passed through by others
HBA = "local all all scram-sha-256\n"

SETTINGS = """\
# Written by scripts/serve at each start. Lasting changes: ALTER SYSTEM (postgresql.auto.conf).
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0777
max_connections = 200
password_encryption = scram-sha-256

# Memory, by what this machine has. A shop's queries are small: many connections, little work memory each.
shared_buffers = {shared_buffers}MB
effective_cache_size = {effective_cache_size}MB
work_mem = 8MB
maintenance_work_mem = 128MB

# Short queries: compiling them costs more than it wins. Disks of today seek for nearly nothing.
jit = off
random_page_cost = 1.1
# So do processes that help with one: a report of two years took 117 ms with them and 82 without.
max_parallel_workers_per_gather = 0

# An order that was answered is on the disk.
synchronous_commit = {durable}
fsync = {durable}
full_page_writes = {durable}
wal_compression = on
max_wal_size = 1GB
checkpoint_timeout = 15min
idle_in_transaction_session_timeout = 5min

log_destination = stderr
logging_collector = {collects}
log_directory = '{logs}'
log_filename = 'postgres-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
log_min_duration_statement = {slow}
log_min_messages = {level}
log_checkpoints = off
timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
"""


def initdb_options(major: int, password: Path, *, scratch: bool) -> list[str]:
    """UTF-8, sorted by code point, letters known to Unicode; the same on every machine."""
    rules = ["--encoding=UTF8", "--lc-collate=C", f"--lc-ctype={_unicode_locale()}", "--lc-messages=C"]
    if major >= 17:
        rules += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    access = ["--auth=scram-sha-256", f"--pwfile={password}", "--data-checksums", "--no-instructions"]
    return [*rules, *access, *(["--no-sync"] if scratch else [])]


def configure(cluster: Path, sockets: Path, *, scratch: bool) -> None:
    """Write the cluster's settings and access rules."""
    memory = psutil.virtual_memory().total // MEBIBYTE
    settings = SETTINGS.format(
        sockets=sockets, logs=cluster / "log",
        shared_buffers=max(128, min(memory // 8, 1024)), effective_cache_size=max(256, memory // 2),
        durable="off" if scratch else "on", collects="off" if scratch else "on",
        slow="-1" if scratch else "1s", level="panic" if scratch else "warning",
    )  # fmt: skip
    (cluster / "postgresql.conf").write_text(settings)
    (cluster / "pg_hba.conf").write_text(HBA)


def make_roles(
    connection: Connection, database: str, passwords: Mapping[str, str], *, may_create_databases: bool
) -> None:
    """Make the roles that are missing, and the database, which belongs to the first of them."""
    owner, shop = passwords
    rights = sql.SQL("CREATEDB" if may_create_databases else "NOCREATEDB")
    for role, its_rights in ((owner, rights), (shop, sql.SQL("NOCREATEDB"))):
        if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
            create = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS {} PASSWORD {}")
            connection.execute(create.format(sql.Identifier(role), its_rights, sql.Literal(passwords[role])))
    if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", database):
        create = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0")
        connection.execute(create.format(sql.Identifier(database), sql.Identifier(owner)))


def _exists(connection: Connection, question: str, name: str) -> bool:
    return connection.execute(sql.SQL(question), [name]).fetchone() is not None


def _unicode_locale() -> str:
    """A locale of this machine that knows UTF-8 letters: full-text search needs one beside the collation."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            try:
                locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
            return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C"
