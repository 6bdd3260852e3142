"""The texts a cluster is made of: options of its creation, its first statements, its settings, its access rules."""

from __future__ import annotations

from pathlib import Path

SUPERUSER = "postgres"
OWNER = "jiazong"
DATABASE = "jiazong"
# Only names the socket file, as nothing listens on the network; not 5432, so as never to be taken for another server.
PORT = 54018

# Everybody shows a password: root's server runs as another user, so the kernel's word for who calls would not do.
ACCESS = "# Written anew at every start.\nlocal all all scram-sha-256\n"

# The owner may create databases (a backup is tried by restoring it beside the real one) but is no superuser.
# Extensions go into template1 first, so such databases have them too.
CREATION = (
    "CREATE EXTENSION pg_trgm;",
    "CREATE EXTENSION btree_gist;",
    f"CREATE ROLE {OWNER} LOGIN CREATEDB;",
    # Up to 15 a role without INHERIT may make no tables even in a database of its own. Said in template1, it holds in all.
    f"DO $$ BEGIN IF current_setting('server_version_num')::int < 160000 THEN GRANT CREATE ON SCHEMA public TO {OWNER}; END IF; END $$;",
    f"ALTER ROLE {SUPERUSER} PASSWORD {{superuser}};",
    f"ALTER ROLE {OWNER} PASSWORD {{owner}};",
    f"CREATE DATABASE {DATABASE} OWNER {OWNER};",
    f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC;",
)

# The two roles the product works as: the web, and the command line with its jobs. They own nothing, and no policy of a
# table is passed by them; the second may become the first, for a job that a person started. Without INHERIT what the one
# may do does not come to the other, or to the owner, by itself.
ROLES = ("jiazong_app", "jiazong_system")
EQUIPMENT = (
    *(f"DO $$ BEGIN IF to_regrole('{role}') IS NULL THEN CREATE ROLE {role}; END IF; END $$" for role in ROLES),
    "ALTER ROLE jiazong_app LOGIN NOINHERIT NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {app}",
    "ALTER ROLE jiazong_system LOGIN NOINHERIT NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD {system}",
    "GRANT jiazong_app TO jiazong_system",
    f"ALTER ROLE {OWNER} NOINHERIT",
    f"GRANT jiazong_app, jiazong_system TO {OWNER}",
    f"GRANT CONNECT, TEMPORARY ON DATABASE {DATABASE} TO jiazong_app, jiazong_system",
)

# For a machine of 2 cores and 4 GB that also runs the web and the worker.
_SIZES = """\
max_connections = 80
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 8MB
maintenance_work_mem = 128MB
max_wal_size = 1GB
wal_compression = on
random_page_cost = 1.1
max_worker_processes = 4
max_parallel_workers_per_gather = 1
jit = off
"""

_TRUTH = """\
fsync = on
full_page_writes = on
synchronous_commit = on
"""

# Personal data must not reach the log: no statement and no detail of a violated constraint is written there.
_LOG = """\
logging_collector = on
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = 1d
log_rotation_size = 0
log_file_mode = 0600
log_line_prefix = '%m [%p] %q%u@%d '
log_min_error_statement = panic
log_error_verbosity = terse
log_checkpoints = off
"""

_WORDS = """\
cluster_name = 'jiazong'
timezone = 'Asia/Shanghai'
log_timezone = 'Asia/Shanghai'
datestyle = 'iso, ymd'
lc_messages = 'C'
default_text_search_config = 'pg_catalog.simple'
password_encryption = 'scram-sha-256'
"""


def initdb_options(major: int) -> list[str]:
    """How a cluster is created: UTF-8, checksums, and the same order of characters on every machine.

    The order comes from PostgreSQL itself from 17 on. The character classes stay those of C.UTF-8 in either case:
    with plain C pg_trgm would see no letters in Chinese text.
    """
    options = ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--auth=peer", f"--username={SUPERUSER}"]
    options += ["--no-instructions", "--no-sync"]  # synced once, when all is there
    if major >= 17:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return options


def settings(*, major: int, data: Path, access: Path, log: Path, socket: Path, local: Path) -> str:
    """The server's settings file; local.conf, where somebody has written one, comes last."""
    places = {
        "data_directory": data,
        "hba_file": access,
        "log_directory": log,
        "unix_socket_directories": socket,
    }
    lines = ["# Written anew at every start; put your own settings into local.conf in this folder."]
    lines += [f"{name} = {quoted(str(path))}" for name, path in places.items()]
    lines += ["listen_addresses = ''", f"port = {PORT}", "unix_socket_permissions = 0700"]
    if major >= 18:
        lines.append("io_workers = 1")
    text = "\n".join(lines) + "\n" + _TRUTH + _SIZES + _WORDS + _LOG
    return text + f"include_if_exists = {quoted(str(local))}\n"


def quoted(text: str) -> str:
    """A text as PostgreSQL writes it between quotes, in settings and in SQL alike (backslashes doubled for settings)."""
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
