//! Throw-away databases on a MySQL or MariaDB server.

use crate::dialect::session::BoxFuture;
use crate::dialect::shadow::{Live, Shadows};
use crate::dialect::{Session, connect};
use crate::error::Result;

/// The makers of shadows.
pub(super) struct Scratch;

impl Shadows for Scratch {
    fn create<'a>(&'a self, live: &'a Live, _name: &'a str) -> BoxFuture<'a, Result<Box<dyn Session>>> {
        Box::pin(async move { connect(&live.url, &live.settings).await })
    }
}
