use std::path::PathBuf;
use std::sync::Arc;
pub fn read(
    _files: &[(PathBuf, Arc<str>)],
    _dialect: &dyn crate::dialect::Dialect,
    _naming: &crate::config::Naming,
) -> crate::error::Result<super::Declared> {
    Err(super::SourceError::Unsayable { things: vec![] }.into())
}
