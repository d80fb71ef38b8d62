//! Throw-away databases: what each database's folder answers, and the names that they go by.
//!
//! [`crate::shadow`] holds what is the same for all: when one is made, how a trial in it begins and ends, and that none
//! outlives the run.

use std::time::{SystemTime, UNIX_EPOCH};

use super::session::{BoxFuture, ConnectSettings, ServerError, Session};
use crate::config::DatabaseUrl;
use crate::error::Result;

/// What the names of shadow databases begin with; the seconds since 1970 and a random part follow.
pub const PREFIX: &str = "migrate_shadow_";
/// A shadow database of another run that has no connections is removed once it is this old, in seconds.
const LEFTOVER: u64 = 60;

/// The database that a shadow replaces.
#[derive(Debug, Clone)]
pub struct Live {
    /// Where it is.
    pub url: DatabaseUrl,
    /// How a connection to it is made.
    pub settings: ConnectSettings,
}

/// How a database makes throw-away databases.
///
/// Where DDL can be rolled back, a trial is a transaction that is. Where it cannot
/// ([`Dialect::transactional_ddl`](super::Dialect::transactional_ddl)), a trial is undone by [`Shadows::clear`].
pub trait Shadows: Send + Sync {
    /// Makes an empty database of the live one's kind (encoding, collation, default namespace) and opens a session in it.
    /// Where it lives on a server, it is called `name`, and what killed runs have left there ([`is_leftover`]) is removed
    /// first. Where it fails, nothing is left.
    ///
    /// # Errors
    /// The code `privilege` says that the role may not make databases.
    fn create<'a>(&'a self, live: &'a Live, name: &'a str) -> BoxFuture<'a, Result<Box<dyn Session>>>;

    /// Removes a database that [`Shadows::create`] has made, and ends what is still running in it. Nothing is to be done
    /// for one that ends with its session.
    fn remove<'a>(&'a self, _live: &'a Live, _name: &'a str) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }

    /// Begins a transaction in which an empty namespace `name` is the default one: what serves where no database can be
    /// made. Answers false, and does nothing, where there is no such thing.
    fn namespace<'a>(
        &'a self,
        _session: &'a mut dyn Session,
        _name: &'a str,
    ) -> BoxFuture<'a, Result<bool, ServerError>> {
        Box::pin(async { Ok(false) })
    }

    /// What the transaction of [`Shadows::namespace`] has made outside of the namespace `name`, in words: it is not read back,
    /// so nothing can be said of it.
    fn outside<'a>(
        &'a self,
        _session: &'a mut dyn Session,
        _name: &'a str,
    ) -> BoxFuture<'a, Result<Option<String>, ServerError>> {
        Box::pin(async { Ok(None) })
    }

    /// Drops all that the session's database holds. It is only asked for where DDL cannot be rolled back.
    fn clear<'a>(&'a self, _session: &'a mut dyn Session) -> BoxFuture<'a, Result<()>> {
        Box::pin(async { Ok(()) })
    }
}

/// A name that no other shadow has.
pub fn fresh_name() -> String {
    format!("{PREFIX}{}_{:08x}", now(), rand::random::<u32>())
}

/// Whether a database of this name, to which nobody is connected, is what a killed run has left.
pub fn is_leftover(name: &str) -> bool {
    let made = name.strip_prefix(PREFIX).and_then(|rest| rest.split('_').next()?.parse::<u64>().ok());
    made.is_some_and(|made| now().saturating_sub(made) >= LEFTOVER)
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_old_shadows_are_leftovers() {
        assert!(!is_leftover(&fresh_name()));
        assert!(is_leftover("migrate_shadow_1700000000_0badcafe"));
        assert!(!is_leftover("migrate_shadow_x_0badcafe"));
        assert!(!is_leftover("shop_1700000000_0badcafe"));
    }
}
