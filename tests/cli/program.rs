//! The program as a whole.

use crate::support::Project;

#[test]
fn is_built_and_can_be_run() {
    Project::empty().run(["--version"]).status(0);
}
