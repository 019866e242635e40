//! Podman, which answers as a Docker Engine does.

use std::fs::{self, File};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::folder::{Folder, bound, end};
use super::{IMAGE, is_root, program, said};
use crate::servers::tool;

/// Limits that every machine grants: the usual ones are more than some let containers have.
const CONFIGURATION: &str =
    "[containers]\ndefault_ulimits = [\"nofile=1024:1024\", \"nproc=1024:1024\"]\n";

/// A store of Podman and its service.
pub(crate) struct Podman {
    /// Its socket.
    pub(crate) socket: PathBuf,
    command: PathBuf,
    service: Child,
    // Last: what ends above writes into it.
    folder: Folder,
}

impl Podman {
    /// Starts one; nothing where there is no `podman`, which is said.
    pub(crate) fn start(test: &str) -> Option<Self> {
        let command = tool(test, "HULAN_PODMAN", &["/usr/bin/podman"])?;
        if !is_root(test) {
            return None;
        }
        let folder = Folder::new();
        let image = folder.make_image(test)?;
        fs::write(folder.path().join("containers.conf"), CONFIGURATION).expect("written");
        let socket = folder.path().join("p.sock");
        let log = File::create(folder.path().join("log")).expect("made");
        let mut service = bound(&command);
        surround(&mut service, folder.path());
        let service = service
            .args(["system", "service", "--time=0"])
            .arg(format!("unix://{}", socket.display()))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("it starts");
        let mut own = Self {
            socket,
            command,
            service,
            folder,
        };
        own.wait();
        let name = format!("localhost/{IMAGE}");
        own.podman(&["import", &image.display().to_string(), &name]);
        Some(own)
    }

    fn wait(&mut self) {
        let until = Instant::now() + Duration::from_mins(1);
        while UnixStream::connect(&self.socket).is_err() {
            let ended = self.service.try_wait().expect("known");
            if ended.is_some() || Instant::now() > until {
                let log = fs::read_to_string(self.folder.path().join("log"));
                panic!("podman: {ended:?}\n{}", log.unwrap_or_default());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// As `DOCKER_HOST` names it.
    pub(crate) fn endpoint(&self) -> String {
        format!("unix://{}", self.socket.display())
    }

    /// The `podman` command, which has to succeed; what it says.
    pub(crate) fn podman(&self, arguments: &[&str]) -> String {
        said(
            &format!("podman {arguments:?}"),
            &self.try_podman(arguments),
        )
    }

    /// The `podman` command.
    pub(crate) fn try_podman(&self, arguments: &[&str]) -> Output {
        let mut command = program(&self.command, self.folder.path());
        surround(&mut command, self.folder.path());
        command.args(arguments).output().expect("it runs")
    }
}

/// Everything that is kept stands below the folder.
fn surround(command: &mut Command, folder: &Path) {
    let at = |name: &str| folder.join(name).display().to_string();
    command
        .env("CONTAINERS_CONF", at("containers.conf"))
        .args(["--root", &at("data"), "--runroot", &at("run")])
        .args(["--tmpdir", &at("tmp"), "--network-config-dir", &at("net")])
        .args(["--storage-driver=vfs", "--cgroup-manager=cgroupfs"])
        .arg("--events-backend=file");
}

impl Drop for Podman {
    fn drop(&mut self) {
        self.try_podman(&["rm", "--force", "--all", "--time=0"]);
        end(&mut self.service);
    }
}
