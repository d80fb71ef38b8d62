//! That the support does what the tests rely on.

use super::{Project, client, mysql, postgres, python, sqlite};

#[test]
fn postgres_gives_a_database_of_its_own() {
    let (Some(one), Some(two)) = (postgres::Database::new(), postgres::Database::new()) else { return };
    one.psql("CREATE TABLE a (id int PRIMARY KEY, \"b c\" text DEFAULT 'x'); INSERT INTO a VALUES (1), (2);");
    one.psql("CREATE TABLE migrate_version (id text);");
    assert_eq!(one.psql("SELECT * FROM a ORDER BY id"), "1|x\n2|x\n");
    assert_eq!(two.dump(), "");
    assert!(two.try_psql("SELECT * FROM a").unwrap_err().contains("relation \"a\" does not exist"));
    assert_eq!(
        one.dump(),
        "CREATE TABLE public.a (\n    id integer NOT NULL,\n    \"b c\" text DEFAULT 'x'::text\n);\n\
         ALTER TABLE ONLY public.a\n    ADD CONSTRAINT a_pkey PRIMARY KEY (id);\n"
    );
    assert!(one.dump_with_rows().contains("INSERT INTO public.a (id, \"b c\") VALUES (1, 'x');"));
}

#[test]
fn a_role_with_a_password_must_give_it() {
    let Some(database) = postgres::Database::new() else { return };
    let role = database.role("NOCREATEDB PASSWORD 'right'");
    let select = |login: String| {
        let mut psql = std::process::Command::new("psql");
        psql.args(["-X", "-A", "-t", "-w", "-d", &database.url_as(&login)]);
        client::try_run(&mut psql, "SELECT current_user").unwrap()
    };
    assert_eq!(select(format!("{role}:right")).unwrap(), format!("{role}\n"));
    assert!(select(format!("{role}:wrong")).unwrap_err().contains("password authentication failed"));
    let trusted = database.role("");
    assert_eq!(select(trusted.clone()).unwrap(), format!("{trusted}\n"));
}

#[test]
fn mysql_gives_a_database_of_its_own() {
    let Some(database) = mysql::Database::new() else { return };
    database.mysql("CREATE TABLE a (id int AUTO_INCREMENT PRIMARY KEY); INSERT INTO a VALUES (7); CREATE TABLE migrate_version (a int);");
    assert_eq!(database.mysql("SELECT id FROM a"), "7\n");
    let dump = database.dump();
    assert!(
        dump.contains("CREATE TABLE `a`") && !dump.contains("AUTO_INCREMENT=") && !dump.contains("migrate"),
        "{dump}"
    );
}

#[test]
fn sqlite_dumps_what_means_the_same_alike() {
    let (one, two) = (sqlite::Database::new(), sqlite::Database::new());
    one.sql("CREATE TABLE a (id integer PRIMARY KEY, b text); CREATE TABLE migrate_version (id text);");
    two.sql("CREATE TABLE \"a\" (\n  id integer PRIMARY KEY,\n  b text);");
    assert_eq!(one.dump(), "table a CREATE TABLE a(id integer PRIMARY KEY,b text)\n");
    assert_eq!(one.dump(), two.dump());
    assert_eq!(one.shape(), two.shape());
    two.sql("ALTER TABLE a ADD c int CHECK (c > 0)");
    assert_ne!(one.dump(), two.dump());
    assert_ne!(one.shape(), two.shape());
}

#[test]
fn python_knows_sqlalchemy() {
    let project = Project::empty();
    let mut python = std::process::Command::new("python3");
    python.args(["-c", "import sqlalchemy; print(sqlalchemy.__version__[0])"]).env("PATH", python::path());
    python.current_dir(project.root());
    assert_eq!(client::run(python, "", "python3"), "2\n");
}
