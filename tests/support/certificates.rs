//! Certificates by OpenSSL: two authorities, a server's certificate of `localhost`, one that has expired, a client's.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{client, server};

const PACKAGE: &str = "openssl";

/// A folder of them.
pub(crate) struct Certificates {
    folder: PathBuf,
}

impl Certificates {
    /// Makes them in `folder`. The server's keys are `owner`'s and nobody else's; the client's is ours.
    ///
    /// # Panics
    /// Where OpenSSL is not installed, or fails.
    pub(crate) fn make(folder: &Path, owner: Option<&str>) -> Self {
        std::fs::create_dir_all(folder).expect("a folder");
        let certificates = Certificates { folder: folder.to_owned() };
        certificates.authority("ca");
        certificates.authority("other");
        certificates.request("server", "/CN=localhost");
        certificates.sign("server", "server", "subjectAltName=DNS:localhost", "2");
        certificates.sign("server", "expired", "subjectAltName=DNS:localhost", "-1");
        certificates.request("client", "/CN=certified");
        certificates.sign("client", "client", "extendedKeyUsage=clientAuth", "2");
        for name in ["server", "client"] {
            let key = certificates.path(&format!("{name}.key"));
            std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).expect("permissions");
            if name != "client" {
                server::give(&key, owner);
            }
        }
        certificates
    }

    /// One of the files: `ca.pem`, `other.pem`; `server` and `client`, each `.pem` and `.key`; `expired.pem`, which goes with
    /// `server.key`.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The same as text.
    pub(crate) fn text(&self, name: &str) -> String {
        self.path(name).display().to_string()
    }

    fn authority(&self, name: &str) {
        let subject = format!("/CN={name} of the tests");
        self.openssl(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -batch -days 2",
            &["-keyout", &format!("{name}.key"), "-out", &format!("{name}.pem"), "-subj", &subject],
        );
    }

    /// A key, and what an authority is asked to sign.
    fn request(&self, name: &str, subject: &str) {
        let (key, request) = (format!("{name}.key"), format!("{name}.csr"));
        self.openssl(
            "req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -batch",
            &["-keyout", &key, "-out", &request, "-subj", subject],
        );
    }

    fn sign(&self, request: &str, name: &str, extension: &str, days: &str) {
        let request = format!("{request}.csr");
        let extensions = format!("{name}.ext");
        std::fs::write(self.path(&extensions), format!("{extension}\n")).expect("a file");
        self.openssl(
            "x509 -req -CA ca.pem -CAkey ca.key -CAcreateserial",
            &["-in", &request, "-out", &format!("{name}.pem"), "-days", days, "-extfile", &extensions],
        );
    }

    fn openssl(&self, command: &str, arguments: &[&str]) {
        let mut openssl = Command::new("openssl");
        openssl.args(command.split(' ')).args(arguments).current_dir(&self.folder);
        client::run(openssl, "", PACKAGE);
    }
}
