//! Where files are written, who may read them, and what is believed of those that are found.

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::{Project, postgres, server};

/// The program below a umask.
fn with_umask(project: &Project, umask: &str, arguments: &[&str]) -> crate::support::Run {
    let plain = project.command(arguments);
    let mut command = Command::new("sh");
    command.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")]).arg(plain.get_program()).args(arguments);
    command.current_dir(project.root()).env_clear();
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    project.finish(command)
}

fn mode(path: &Path) -> u32 {
    path.metadata().unwrap_or_else(|why| panic!("{}: {why}", path.display())).permissions().mode() & 0o777
}

/// The files of the cache.
fn cached(project: &Project) -> Vec<PathBuf> {
    let folder = project.root().join(".home/.cache/migrate");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// A view that the server spells otherwise than it is declared: it is tried out, and kept in the cache.
const SCHEMA: &str = "[table.a.columns]\nid = \"bigint\"\n[view.v]\nsql = \"SELECT id+1 AS n FROM a\"\n";

#[test]
fn what_is_written_is_as_readable_as_the_umask_says() {
    let Some(database) = postgres::Database::new() else { return };
    for (umask, file, folder) in [("077", 0o600, 0o700), ("022", 0o644, 0o755), ("027", 0o640, 0o750)] {
        let project = Project::new(&database.url()).schema_toml(SCHEMA);
        with_umask(&project, umask, &["revision", "--autogenerate", "-m", "one"]).status(0);
        let script = project.versions().join(&project.scripts()[0]);
        assert_eq!(mode(&script), file, "umask {umask}");
        let cache = cached(&project);
        assert!(!cache.is_empty());
        cache.iter().for_each(|path| assert_eq!(mode(path), file, "{} with umask {umask}", path.display()));
        assert_eq!(mode(cache[0].parent().unwrap()), folder, "umask {umask}");
        let made = Project::empty();
        with_umask(&made, umask, &["init"]).status(0);
        assert_eq!(mode(&made.root().join("migrate.toml")), file);
        assert_eq!(mode(&made.root().join("migrations/versions")), folder);
        with_umask(&made, umask, &["upgrade", "--url", "sqlite://app.db"]).status(0);
        assert_eq!(mode(&made.root().join("app.db")), file & 0o644);
    }
}

#[test]
fn a_cache_is_not_believed_blindly() {
    let Some(database) = postgres::Database::new() else { return };
    let project = Project::new(&database.url()).schema_toml(SCHEMA);
    let expected = project.run(["check"]).status(1).stdout;
    let entries = cached(&project);
    assert!(!entries.is_empty());
    let whole: Vec<Vec<u8>> = entries.iter().map(|path| std::fs::read(path).unwrap()).collect();
    let elsewhere = project.root().join("elsewhere");
    let replace = |with: &dyn Fn(&Path, &[u8])| {
        for (path, bytes) in entries.iter().zip(&whole) {
            std::fs::remove_file(path).ok();
            with(path, bytes);
        }
        assert_eq!(project.run(["check"]).status(1).stdout, expected);
        // What was no good is gone, and made anew.
        for (path, bytes) in entries.iter().zip(&whole) {
            assert!(path.symlink_metadata().unwrap().is_file(), "{}", path.display());
            assert_eq!(&std::fs::read(path).unwrap(), bytes, "{}", path.display());
        }
    };
    let write = |path: &Path, bytes: &[u8]| std::fs::write(path, bytes).unwrap();
    // Another program's, half a file, a file that holds a schema nobody has read in a database.
    replace(&|path, _| write(path, b"{}"));
    replace(&|path, _| write(path, b""));
    replace(&|path, bytes| write(path, &bytes[..bytes.len() / 2]));
    let digest = |bytes: &[u8]| bytes[..64].to_vec();
    replace(&|path, bytes| {
        let text = String::from_utf8_lossy(&bytes[64..]).replace("id + 1", "id + 2");
        write(path, &[digest(bytes), text.into_bytes()].concat());
    });
    replace(&|path, bytes| write(path, &bytes[64..]));
    // One entry under another's name: none of them is that one's.
    replace(&|path, _| write(path, &[digest(&whole[0]), b"null".to_vec()].concat()));
    // A link, and what it leads to stays as it is.
    replace(&|path, bytes| {
        write(&elsewhere, bytes);
        symlink(&elsewhere, path).unwrap();
    });
    assert!(elsewhere.exists());
    if server::is_root() {
        replace(&|path, bytes| {
            write(path, bytes);
            std::os::unix::fs::chown(path, Some(12_345), None).unwrap();
        });
    }
    // What others keep in the folder is theirs.
    let folder = entries[0].parent().unwrap();
    for number in 0..70 {
        write(&folder.join(format!("theirs-{number}")), b"");
    }
    project.write("schema.toml", &SCHEMA.replace("id+1", "id+3"));
    project.run(["check"]).status(1);
    assert!((0..70).all(|number| folder.join(format!("theirs-{number}")).exists()));
}

#[test]
fn that_two_schemas_are_equal_is_not_believed_blindly() {
    let Some(database) = postgres::Database::new() else { return };
    let project = Project::new(&database.url()).schema_toml(SCHEMA);
    project.run(["revision", "--autogenerate", "-m", "one"]).status(0);
    project.run(["upgrade"]).status(0);
    project.run(["check"]).status(0);
    let known: Vec<PathBuf> =
        cached(&project).into_iter().filter(|path| path.extension().is_some_and(|kind| kind == "known")).collect();
    let [known] = known.as_slice() else { panic!("{known:?}") };
    // An empty file of that name says nothing: it is thrown away, and what it claims found out again.
    std::fs::write(known, "").unwrap();
    project.run(["check"]).status(0);
    assert_eq!(std::fs::read(known).unwrap().len(), 64);
}

#[test]
fn no_name_leads_out_of_the_folder_of_the_scripts() {
    let project = Project::sqlite().file("app.db", "");
    let names: [&[&str]; 6] = [
        &["-m", "../../x"],
        &["-m", "/etc/x"],
        &["-m", ".."],
        &["-m", "a\\..\\b"],
        &["--branch-label", "../x", "-m", "y"],
        &["-m", "\u{2f}\u{2f}x"],
    ];
    for arguments in names {
        project.run([&["revision", "--head", "heads"], arguments].concat());
    }
    for id in ["../x", "..", "a/b", "/x", ".x", "a\\b", ""] {
        project.run(["revision", "-m", "z", "--rev-id", id]).status(2);
    }
    for template in ["../{revision}", "/tmp/{revision}", "{revision}/../../{slug}", "./../{slug}", "{revision}/"] {
        let toml = project
            .read("migrate.toml")
            .replace("[migrations]", &format!("[migrations]\nfile_template = \"{template}\""));
        let other = Project::sqlite().file("app.db", "").file("migrate.toml", &toml);
        other.run(["revision", "-m", "z"]).status(2);
        assert!(other.scripts().is_empty());
    }
    // By a script that somebody else wrote.
    let script = "-- revision: ../../x\n-- down_revision:\n-- migrate:upgrade\nSELECT 1;\n";
    let other = Project::sqlite().file("app.db", "").file("migrations/versions/x.sql", script);
    other.run(["upgrade"]).status(2);
    let mut top: Vec<String> = std::fs::read_dir(project.root())
        .unwrap()
        .flatten()
        .map(|it| it.file_name().to_string_lossy().into_owned())
        .collect();
    top.sort();
    assert_eq!(top, ["app.db", "migrate.toml", "migrations"]);
    assert_eq!(std::fs::read_dir(project.root().join("migrations")).unwrap().count(), 1);
    assert!(project.scripts().iter().all(|name| !name.contains("..")), "{:?}", project.scripts());
}

#[test]
fn a_link_out_of_the_folder_of_the_scripts_is_refused() {
    let project =
        Project::sqlite().file("app.db", "").revision("r1", "", "CREATE TABLE a (n integer);", "DROP TABLE a;");
    std::fs::create_dir_all(project.root().join("elsewhere")).unwrap();
    let script = project.versions().join("r1_x.sql");
    std::fs::rename(&script, project.root().join("elsewhere/r1_x.sql")).unwrap();
    symlink("../../elsewhere/r1_x.sql", &script).unwrap();
    let run = project.run(["upgrade"]).status(2);
    let (said, help) =
        ("r1_x.sql is a link to ", "help: put the file there itself, or name its folder in `version_paths`");
    assert!(run.stderr.contains(said) && run.stderr.contains(help), "{}", run.stderr);
    std::fs::remove_file(&script).unwrap();
    symlink("../../elsewhere", project.versions().join("more")).unwrap();
    assert!(project.run(["upgrade"]).status(2).stderr.contains("more is a link to "));
    // Nothing is written through it either.
    let toml = project.read("migrate.toml");
    project.write("migrate.toml", &toml.replace("[migrations]", "[migrations]\nfile_template = \"more/{revision}\""));
    project.run(["revision", "-m", "z"]).status(2);
    assert_eq!(std::fs::read_dir(project.root().join("elsewhere")).unwrap().count(), 1);
    // One that is named is no way out.
    project.write("migrate.toml", &toml.replace("[migrations]", "[migrations]\nversion_paths = [\"elsewhere\"]"));
    project.run(["upgrade"]).status(0);
}

#[test]
fn hooks_run_without_a_shell() {
    let hooks = "[migrations]\nhooks = [[\"touch\", \"$(touch shell)\", \"; touch shell\", \"{path}.seen\", \"${HOME_OF_NOBODY}\"]]";
    let project = Project::sqlite().file("app.db", "");
    let toml = project.read("migrate.toml").replace("[migrations]", hooks);
    project.write("migrate.toml", &toml);
    let project = project.env("HOME_OF_NOBODY", "`touch shell` && touch shell");
    project.run(["revision", "-m", "$(touch shell) `touch shell`; touch shell"]).status(0);
    let names: Vec<String> = std::fs::read_dir(project.root())
        .unwrap()
        .flatten()
        .map(|it| it.file_name().to_string_lossy().into_owned())
        .collect();
    assert!(!names.iter().any(|name| name == "shell"), "{names:?}");
    for name in ["$(touch shell)", "; touch shell", "`touch shell` && touch shell"] {
        assert!(names.iter().any(|found| found == name), "{names:?}");
    }
}
