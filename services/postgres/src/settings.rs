//! What the private cluster is told, written afresh at each start.
//!
//! Durable (`fsync`, `full_page_writes`, synchronous commits: PostgreSQL's defaults, named so that
//! nobody doubts them) and mute: an error's text can quote a value, so the log keeps only what the
//! server says of itself (`log_min_messages = log` is above `error`).

use std::path::Path;

use crate::address::PORT;

/// Enough for a few pools and a test run; a connection costs some megabytes.
const CONNECTIONS_MAX: u16 = 200;

/// The text of `postgresql.conf` for a cluster whose socket is in this folder.
pub(crate) fn postgresql_conf(sockets: &Path) -> String {
    let sockets = sockets.to_string_lossy().replace('\'', "''");
    format!(
        "# Écrit par parcours à chaque démarrage : une modification ici serait perdue.
listen_addresses = ''
port = {PORT}
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = {CONNECTIONS_MAX}

fsync = on
full_page_writes = on
synchronous_commit = on

# Deux cœurs et quelques gigaoctets.
shared_buffers = 256MB
effective_cache_size = 1GB
work_mem = 16MB
maintenance_work_mem = 128MB
max_wal_size = 4GB
checkpoint_timeout = 15min
max_parallel_workers_per_gather = 1
random_page_cost = 1.1
jit = off

timezone = 'UTC'
lc_messages = 'C'

# Aucune donnée dans le journal du moteur : ni requête, ni paramètre, ni texte d’erreur.
log_timezone = 'UTC'
log_min_messages = log
log_min_error_statement = panic
log_error_verbosity = terse
log_statement = none
log_min_duration_statement = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_checkpoints = off
log_line_prefix = '%m [%p] '
"
    )
}
