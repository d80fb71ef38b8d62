//! Reads a schema.

use super::session::MySqlSession;
use crate::dialect::Scope;
use crate::dialect::connect::ConnectError;
use crate::engine::Engine;
use crate::error::Result;
use crate::schema::Schema;

/// Reads the schema.
///
/// # Errors
/// So far always: nothing is read yet.
pub(super) async fn read(_session: &mut MySqlSession, _scope: &Scope) -> Result<Schema> {
    Err(ConnectError::NotSupported { engine: Engine::MySql }.into())
}
