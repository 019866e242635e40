//! A Docker Engine.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Child, Output, Stdio};
use std::time::{Duration, Instant};

use super::folder::{Folder, apart, bound, end};
use super::{IMAGE, is_root, program, said};
use crate::servers::tool;

/// A Docker Engine of its own. It has no bridge, so that containers run with `--network none` or
/// `--network host`.
pub(crate) struct Docker {
    /// Its socket.
    pub(crate) socket: PathBuf,
    /// The file system of its image.
    pub(crate) image: PathBuf,
    command: PathBuf,
    engine: Child,
    // Last: what ends above writes into it.
    folder: Folder,
}

impl Docker {
    /// Starts one; nothing where there is no `dockerd`, which is said.
    pub(crate) fn start(test: &str) -> Option<Self> {
        Self::start_with(test, |_| Vec::new())
    }

    /// Starts one with more arguments, which may name files that are put into its folder.
    pub(crate) fn start_with(test: &str, more: impl Fn(&Path) -> Vec<String>) -> Option<Self> {
        let engine = tool(test, "HULAN_DOCKERD", &["/usr/sbin/dockerd"])?;
        let command = tool(test, "HULAN_DOCKER", &["/usr/bin/docker"])?;
        if !is_root(test) {
            return None;
        }
        let folder = Folder::new();
        let image = folder.make_image(test)?;
        let at = |name: &str| folder.path().join(name).display().to_string();
        let log = File::create(folder.path().join("log")).expect("made");
        let configuration = folder.path().join("daemon.json");
        fs::write(&configuration, "{}").expect("written");
        let more = more(folder.path());
        // Its networks live and go with it, unless it is to be reached by the network itself.
        let mut engine = if more.iter().any(|word| word.starts_with("--host=tcp")) {
            bound(&engine)
        } else {
            apart(&engine)
        };
        let engine = engine
            .arg(format!("--host=unix://{}", at("d.sock")))
            .arg(format!("--config-file={}", at("daemon.json")))
            .arg(format!("--data-root={}", at("data")))
            .arg(format!("--exec-root={}", at("run")))
            .arg(format!("--pidfile={}", at("pid")))
            .args(["--iptables=false", "--bridge=none", "--storage-driver=vfs"])
            .args(more)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("it starts");
        let mut own = Self {
            socket: folder.path().join("d.sock"),
            image: image.clone(),
            command,
            engine,
            folder,
        };
        own.wait();
        own.docker(&["import", &image.display().to_string(), IMAGE]);
        Some(own)
    }

    fn wait(&mut self) {
        let until = Instant::now() + Duration::from_mins(1);
        while !self.try_docker(&["version"]).status.success() {
            let ended = self.engine.try_wait().expect("known");
            let is_late = Instant::now() > until;
            if ended.is_some() || is_late {
                let log = fs::read_to_string(self.folder.path().join("log"));
                panic!("dockerd: {ended:?}\n{}", log.unwrap_or_default());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// As `DOCKER_HOST` names it.
    pub(crate) fn endpoint(&self) -> String {
        format!("unix://{}", self.socket.display())
    }

    /// A folder that goes with it.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The `docker` command, which has to succeed; what it says.
    pub(crate) fn docker(&self, arguments: &[&str]) -> String {
        said(
            &format!("docker {arguments:?}"),
            &self.try_docker(arguments),
        )
    }

    /// The `docker` command.
    pub(crate) fn try_docker(&self, arguments: &[&str]) -> Output {
        program(&self.command, self.folder.path())
            .args(["--host", &self.endpoint()])
            .args(arguments)
            .output()
            .expect("it runs")
    }

    /// Whether containers can be started, and not created alone: some machines forbid it.
    pub(crate) fn runs_containers(&self) -> bool {
        let run = ["run", "--rm", "--network=none", IMAGE, "/bin/true"];
        let output = self.try_docker(&run);
        if !output.status.success() {
            let why = String::from_utf8_lossy(&output.stderr);
            eprintln!("containers are created and not started here: {why}");
        }
        output.status.success()
    }

    /// Removes every container, at once.
    fn remove_all(&self) {
        let all = self.try_docker(&["ps", "--all", "--quiet"]);
        let all = String::from_utf8_lossy(&all.stdout).into_owned();
        let all: Vec<&str> = all.split_whitespace().collect();
        if !all.is_empty() {
            self.try_docker(&[&["rm", "--force"], all.as_slice()].concat());
        }
    }
}

impl Drop for Docker {
    fn drop(&mut self) {
        self.remove_all();
        end(&mut self.engine);
        // Its helper ends with it, unless it had to be killed.
        let helper = self.folder.path().join("run/containerd/containerd.pid");
        if let Ok(helper) = fs::read_to_string(helper) {
            let kill = ["-KILL", helper.trim()];
            let _ = std::process::Command::new("kill").args(kill).output();
        }
    }
}
