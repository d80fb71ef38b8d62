//! Which database is meant, of all the places that may name it: the flag, the environment, the file.
//!
//! `direct_url` is another way to the database that `url` leads to. So it counts only beside the `url` that it was written
//! for: with another one from elsewhere, a run would change another database than was asked for.

use std::path::Path;

use super::error::ConfigError;
use super::read::{ConfigSection, EnvironmentLookup};
use super::url::DatabaseUrl;
use super::{Overrides, settings};

/// The variables of the environment.
const VARIABLE: &str = "DATABASE_URL";
const DIRECT_VARIABLE: &str = "DATABASE_DIRECT_URL";

/// What was found.
#[derive(Debug, Default)]
pub(super) struct DatabaseUrls {
    /// The database.
    pub url: Option<DatabaseUrl>,
    /// The way past a pooler, where one is named.
    pub direct_url: Option<DatabaseUrl>,
    /// What a user should know and no fault is.
    pub warnings: Vec<String>,
}

impl DatabaseUrls {
    /// Where there is no file: of the flag, or of the environment.
    pub(super) fn given(
        overrides: &Overrides,
        variables: EnvironmentLookup<'_>,
        root: &Path,
    ) -> Result<Self, ConfigError> {
        if let Some(url) = &overrides.url {
            return Ok(DatabaseUrls { url: Some(parsed(url, "--url", root)?), ..DatabaseUrls::default() });
        }
        let found = DatabaseUrls {
            url: of_variable(VARIABLE, variables, root)?,
            direct_url: of_variable(DIRECT_VARIABLE, variables, root)?,
            warnings: Vec::new(),
        };
        found.of_one_kind()
    }

    /// With `[database]` of the file.
    pub(super) fn read(
        section: &ConfigSection<'_>,
        overrides: &Overrides,
        variables: EnvironmentLookup<'_>,
        root: &Path,
    ) -> Result<Self, ConfigError> {
        // What stands in the file may not matter, but for being a string.
        let written = section.raw_string("url")?;
        section.raw_string("direct_url")?;
        let given = Self::given(overrides, variables, root)?;
        if overrides.url.is_some() {
            return Ok(given);
        }
        // `--env` is a flag: the database that it names comes before DATABASE_URL, or it would be another one than was asked
        // for.
        let (chosen, direct_chosen) = (section.is_laid_over("url"), section.is_laid_over("direct_url"));
        let of_file = |key| settings::url(section, key, root);
        let url = match given.url.filter(|_| !chosen) {
            Some(url) => Some(url),
            None => of_file("url")?,
        };
        let mut found = DatabaseUrls { url, ..DatabaseUrls::default() };
        if chosen || direct_chosen {
            if direct_chosen {
                found.direct_url = of_file("direct_url")?;
            }
        } else if given.direct_url.is_some() {
            found.direct_url = given.direct_url;
        } else if written.is_none() || of_file("url").is_ok_and(|url| url.is_none() || url == found.url) {
            found.direct_url = of_file("direct_url")?;
        } else if section.raw_string("direct_url")?.is_some() {
            found.warnings.push(format!(
                "`direct_url` of migrate.toml is left out: it goes with the `url` there, and {VARIABLE} is another one; \
                 {DIRECT_VARIABLE} would go with that"
            ));
        }
        found.of_one_kind()
    }

    /// Refuses two that cannot lead to one database.
    fn of_one_kind(self) -> Result<Self, ConfigError> {
        if let (Some(url), Some(direct)) = (&self.url, &self.direct_url)
            && url.engine() != direct.engine()
        {
            return Err(ConfigError::DirectEngine { direct: direct.engine().name(), url: url.engine().name() });
        }
        Ok(self)
    }
}

/// The URL of a variable. An empty one is none.
fn of_variable(
    name: &'static str,
    variables: EnvironmentLookup<'_>,
    root: &Path,
) -> Result<Option<DatabaseUrl>, ConfigError> {
    variables(name).filter(|url| !url.trim().is_empty()).map(|url| parsed(&url, name, root)).transpose()
}

fn parsed(url: &str, from: &'static str, root: &Path) -> Result<DatabaseUrl, ConfigError> {
    DatabaseUrl::parse(url, root).map_err(|fault| ConfigError::Url { fault, from: Some(from), place: None })
}
