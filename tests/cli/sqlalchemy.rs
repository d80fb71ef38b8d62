//! SQLAlchemy models as the schema, by the lines that the README gives.

use std::path::Path;
use std::process::Command;

use crate::support::{Project, mysql, postgres, python, sqlite};

const MODELS: &str = r#"
import enum
from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, Numeric, String, func, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Status(enum.Enum):
    new = "new"
    paid = "paid"


class Customer(Base):
    __tablename__ = "customers"
    __table_args__ = {"comment": "People who buy"}
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str | None]
    made: Mapped[datetime] = mapped_column(server_default=func.now())


class Order(Base):
    __tablename__ = "orders"
    __table_args__ = (
        CheckConstraint("net >= 0", name="net_positive"),
        Index("ix_orders_open", "status", postgresql_where=text("status <> 'paid'"), sqlite_where=text("status <> 'paid'")),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id", ondelete="CASCADE"), index=True)
    status: Mapped[Status] = mapped_column(Enum(Status, name="order_status"), server_default="new")
    net: Mapped[Decimal] = mapped_column(Numeric(10, 2))
"#;

/// The lines beside the models, as the README has them, for this dialect.
fn print_ddl(url: &str) -> String {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("the README");
    let (_, from) = readme.split_once("```python\n").expect("the README's lines of Python");
    let (lines, _) = from.split_once("```").expect("their end");
    assert!(lines.contains(r#"URL = "postgresql+psycopg://""#), "the README names the dialect: {lines}");
    lines.replace("postgresql+psycopg://", url)
}

fn models_become_revisions(models: &str, url: &str, dialect: &str, connected: &str) {
    let path = python::path();
    let project = Project::empty()
        .env("PATH", &path)
        .file(
            "migrate.toml",
            &format!(
                "[database]\nurl = \"{url}\"\n\n[schema]\nsource = {{ command = [\"python3\", \"print_ddl.py\"] }}\n\n\
                 [migrations]\ndir = \"migrations\"\n"
            ),
        )
        .file("migrations/versions/.gitkeep", "")
        .file("models.py", models)
        .file("print_ddl.py", &print_ddl(dialect));
    let made = Command::new("python3")
        .env("PATH", &path)
        .current_dir(project.root())
        .args(["-c", &format!(
            "from sqlalchemy import create_engine; from models import Base; Base.metadata.create_all(create_engine({connected:?}))"
        )])
        .output()
        .expect("python3 runs");
    assert!(made.status.success(), "create_all: {}", String::from_utf8_lossy(&made.stderr));

    project.run(["check"]).status(0);

    let note = "    note: Mapped[str | None] = mapped_column(String(80))\n    net: Mapped";
    let mapped = models.replace("    net: Mapped", note);
    let project = project.file("models.py", &mapped);
    project.run(["check"]).status(1);
    project.run(["revision", "--autogenerate", "-m", "a note"]).status(0);
    project.run(["upgrade", "head"]).status(0);
    project.run(["check"]).status(0);
    project.run(["downgrade", "-1"]).status(0);
    project.file("models.py", models).run(["diff"]).status(0).stdout("");
}

#[test]
fn on_sqlite() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let database = sqlite::Database::at(folder.path().join("app.db"));
    let file = database.path().display().to_string();
    models_become_revisions(MODELS, &database.url(), "sqlite://", &format!("sqlite:///{file}"));
}

#[test]
fn on_postgres() {
    let Some(database) = postgres::Database::new() else { return };
    let connected = database.url().replacen("postgres://", "postgresql+psycopg://", 1);
    models_become_revisions(MODELS, &database.url(), "postgresql+psycopg://", &connected);
}

/// MySQL has no VARCHAR without a length, and SQLAlchemy says so.
#[test]
fn on_mysql() {
    let models =
        MODELS.replace("    name: Mapped[str | None]", "    name: Mapped[str | None] = mapped_column(String(80))");
    for (_, database) in mysql::Database::on_each() {
        let connected = database.url().replacen("mysql://", "mysql+pymysql://", 1).replace("?socket=", "?unix_socket=");
        models_become_revisions(&models, &database.url(), "mysql+pymysql://", &connected);
    }
}
