//! The database as SQL: one idea a file, a comment a table, embedded in the binary.
//!
//! Invariants: [`run`] can be called by any number of servers at once and as often as one likes; a file that
//! has been applied never changes again (refinery refuses a divergent one). `V01`–`V09` are the journal and
//! its keys, `V17`–`V19` what was added to them; `V10`–`V16`, and the facts from `V22` on (`V42` is where they
//! are rebuilt), can be dropped and rebuilt from them.
//!
//! Deliberately not here: creating a cluster or a database (`services/postgres`), and any data.

use postgres::Client;
use postgres::error::SqlState;

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// What the command `run` did: the names of the files it applied, in order. Empty when nothing was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied(pub Vec<String>);

/// Why the database could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrationFailure {
    /// A migration failed, or one already applied is not the one embedded here.
    #[error("a migration could not be applied: {0}")]
    Migration(#[from] refinery::Error),
    /// The database refused a statement outside the migrations themselves.
    #[error("the database refused to be prepared: {0}")]
    Database(#[from] postgres::Error),
}

/// Locks `run` against itself in one database. Any constant does, as long as nobody else uses it.
const MIGRATION_LOCK: i64 = 0x7061_7263_6f75_7273;

/// Locks the creation of roles. Advisory locks belong to one database while roles belong to the cluster, so
/// this only spares most collisions; the statements below bear the others.
const ROLES_LOCK: i64 = 0x726f_6c65_7300;

/// How often a statement on roles is sent again when another database of the cluster is creating them too.
const ATTEMPTS_MAX: usize = 5;

/// The roles a table may be granted to, and the one the servers log in as.
const ROLES: [(&str, &str); 5] = [
    ("journal_writer", "nologin"),
    ("journal_reader", "nologin"),
    ("projector", "nologin"),
    ("bi_reader", "nologin"),
    ("parcours", "login"),
];

/// What the servers may do: `bi_reader` is for tools, and no server is one.
const OF_THE_SERVERS: [&str; 3] = ["journal_writer", "journal_reader", "projector"];

/// Brings the database up to date: roles first, then every migration that is not applied yet.
///
/// The client must be the owner's (it creates schemas and roles). Calling it again changes nothing.
pub fn run(client: &mut Client) -> Result<Applied, MigrationFailure> {
    ensure_roles(client)?;
    client.execute("select pg_advisory_lock($1)", &[&MIGRATION_LOCK])?;
    let applied = embedded::migrations::runner().run(client);
    client.execute("select pg_advisory_unlock($1)", &[&MIGRATION_LOCK])?;
    let names = applied?.applied_migrations().iter().map(ToString::to_string).collect();
    Ok(Applied(names))
}

/// Creates the cluster's roles, once: `journal_writer`, `journal_reader`, `projector` and `bi_reader`, which cannot log
/// in, and `parcours`, which can and is granted the first three.
///
/// Bears being run at the same moment from several databases of one cluster.
pub fn ensure_roles(client: &mut Client) -> Result<(), MigrationFailure> {
    client.execute("select pg_advisory_lock($1)", &[&ROLES_LOCK])?;
    let created = create_roles(client);
    client.execute("select pg_advisory_unlock($1)", &[&ROLES_LOCK])?;
    Ok(created?)
}

fn create_roles(client: &mut Client) -> Result<(), postgres::Error> {
    for (role, login) in ROLES {
        if !role_exists(client, role)? {
            bear_collisions(client, &format!("create role {role} {login}"))?;
        }
    }
    for role in OF_THE_SERVERS {
        if !parcours_is_member(client, role)? {
            bear_collisions(client, &format!("grant {role} to parcours"))?;
        }
    }
    Ok(())
}

fn role_exists(client: &mut Client, role: &str) -> Result<bool, postgres::Error> {
    let sql = "select exists (select from pg_catalog.pg_roles where rolname = $1)";
    Ok(client.query_one(sql, &[&role])?.get(0))
}

fn parcours_is_member(client: &mut Client, role: &str) -> Result<bool, postgres::Error> {
    let sql = "select exists (
                   select
                     from pg_catalog.pg_auth_members as member
                     join pg_catalog.pg_roles as granted on granted.oid = member.roleid
                     join pg_catalog.pg_roles as grantee on grantee.oid = member.member
                    where granted.rolname = $1 and grantee.rolname = 'parcours')";
    Ok(client.query_one(sql, &[&role])?.get(0))
}

/// Runs a statement another session may be running too: already done is success, and "tuple concurrently
/// updated" (which PostgreSQL reports as an internal error) is worth another try.
fn bear_collisions(client: &mut Client, sql: &str) -> Result<(), postgres::Error> {
    for _ in 1..ATTEMPTS_MAX {
        match client.batch_execute(sql).map_err(|error| (error.code().cloned(), error)) {
            Ok(()) => return Ok(()),
            Err((Some(code), _)) if is_already_done(&code) => return Ok(()),
            Err((Some(SqlState::INTERNAL_ERROR), _)) => {}
            Err((_, error)) => return Err(error),
        }
    }
    client.batch_execute(sql)
}

fn is_already_done(code: &SqlState) -> bool {
    *code == SqlState::DUPLICATE_OBJECT || *code == SqlState::UNIQUE_VIOLATION
}

#[cfg(test)]
mod tests {
    use super::embedded;

    #[test]
    fn each_migration_has_its_own_number_and_the_journal_comes_first() {
        let mut versions: Vec<_> = embedded::migrations::runner()
            .get_migrations()
            .iter()
            .map(refinery::Migration::version)
            .collect();
        versions.sort_unstable();
        let distinct = versions.windows(2).all(|pair| pair[0] < pair[1]);
        assert!(distinct && versions.first() == Some(&1), "{versions:?}");
    }

    #[test]
    fn each_migration_explains_itself_before_its_first_statement() {
        for migration in embedded::migrations::runner().get_migrations() {
            let opens_with_comment = migration.sql().is_some_and(|sql| sql.starts_with("-- "));
            assert!(opens_with_comment, "{migration}");
        }
    }
}
