//! Command lines that start containers, as a shell and the command line of Docker read them: the
//! engine's containers have to be those of the model, and the rules have to say the same of both.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use hulan::live::{EngineLimits, collect_engine, engine_endpoint};
use hulan::model::Project;
use hulan::scan::Scan;

use crate::engine_table::fields::fields;
use crate::engine_table::{ids, make_images, scan_document, scan_file};
use crate::engines::Docker;
use crate::support::write;

/// Flags as people write them. Those of one line are joined, three by three.
const FLAGS: [&str; 104] = [
    "-d",
    "-it",
    "-itd",
    "--detach=true --tty=false",
    "--rm",
    "-P --expose 81",
    "-q --rm=false",
    "--add-host a:10.0.0.1",
    "--add-host=b:host-gateway",
    "--annotation a=b",
    "-a stdout",
    "--blkio-weight 300",
    "--cap-add NET_ADMIN",
    "--cap-add=cap_sys_ptrace --cap-add SYS_TIME",
    "--cap-drop ALL",
    "--cap-drop all --cap-add CHOWN",
    "--cap-drop=net_raw",
    "--cgroup-parent /x",
    "--cgroupns private",
    "--cgroupns=host",
    "-c 512",
    "--cpus 1.5",
    "--cpus=.25",
    "--cpu-quota 50000",
    "--cpu-period=50000 --cpu-quota=25000",
    "--cpuset-cpus 0",
    "--device /dev/null",
    "--device /dev/null:/dev/x",
    "--device=/dev/null:/dev/x:r",
    "--device /dev/zero:rw",
    "--device-cgroup-rule 'c 1:3 mr'",
    "--device-read-bps /dev/null:1mb",
    "--dns 1.1.1.1 --dns-search=x --dns-opt a",
    "--entrypoint /bin/sh",
    "--entrypoint=",
    "-e A=b",
    "-eA=b",
    "--env A=b=c",
    "--env='A=b c'",
    "-e \"A=\"",
    "-e A=1 -e B=2 -e A=3",
    "--env-file values.env",
    "--env-file=values.env -e TWO=mine",
    "--expose 80 --expose=90-92/udp",
    "--gpus all",
    "--gpus=2",
    "--gpus '\"device=0,1\"'",
    "--gpus driver=nvidia,count=3",
    "--group-add 10 --group-add=audio",
    "--health-cmd 'true || exit 1'",
    "--health-cmd=true --health-interval 5s --health-retries=3",
    "--no-healthcheck",
    "--no-healthcheck=false",
    "-h web --domainname x",
    "--init",
    "--init=false",
    "--ipc host",
    "--ipc=private",
    "--ipc shareable",
    "--ipc none",
    "-l a=b",
    "--label=a",
    "-l a=b -la=c",
    "--label-file labels",
    "--log-driver none",
    "--log-driver=local --log-opt max-size=1m",
    "--log-driver json-file --log-opt max-file=3 --log-opt=max-size=1m",
    "-m 64m",
    "--memory=1gb",
    "--memory 100000000 --memory-swap=-1",
    "--memory-reservation 10m",
    "--mount type=bind,source=/etc,target=/e,readonly",
    "--mount 'type=bind,src=/usr,dst=/u,ro=false'",
    "--mount=type=volume,src=data,destination=/v",
    "--mount target=/w",
    "--mount type=tmpfs,target=/t,tmpfs-size=1m,tmpfs-mode=1770",
    "--mount type=bind,src=/opt,dst=/o,bind-propagation=rslave",
    "--net none",
    "--network=host",
    "--network back",
    "--oom-kill-disable",
    "--oom-score-adj -500",
    "--pid host",
    "--pids-limit 50",
    "--pids-limit=-1",
    "--privileged",
    "--privileged=false",
    "--read-only --tmpfs /run",
    "--read-only=true",
    "--restart unless-stopped",
    "--restart=on-failure:3",
    "--restart no",
    "--security-opt no-new-privileges",
    "--security-opt=no-new-privileges:true",
    "--security-opt seccomp=unconfined --security-opt apparmor:unconfined",
    "--sysctl net.ipv4.ip_forward=1",
    "--tmpfs /x:rw,noexec,size=1m",
    "--tmpfs=/y:ro",
    "--ulimit nofile=10:20 --ulimit=core=0",
    "-u 1000:1000",
    "--user=daemon",
    "--userns host --uts=host",
    "-w /tmp --stop-signal=TERM --stop-timeout 3",
    "--security-opt label=disable --security-opt systempaths=unconfined",
];

/// Ports and mounts, which have most spellings.
const MORE: [&str; 26] = [
    "-p 80",
    "-p 8080:80",
    "-p8080:80",
    "-p=8080:80",
    "--publish 127.0.0.1:8080:80",
    "-p 127.0.0.1::80",
    "-p 53:53/udp -p 53:53",
    "--publish=8000-8002:80-82",
    "-p [::1]:81:80",
    "-p 0.0.0.0:80:80",
    "-p 192.168.1.4:90-91:90-91/tcp",
    "-p 9:9/sctp",
    "-itp 88:80",
    "-v data:/data",
    "-v /srv:/srv",
    "-v /srv:/srv:ro",
    "-v /anonymous",
    "--volume=data:/d/:rw",
    "-v /srv:/a/../b",
    "-v /srv:/s:ro,rslave",
    "-v data:/n:nocopy",
    "-v /srv:/z:z",
    "-v /var/run/docker.sock:/var/run/docker.sock",
    "--volume \"$HERE/x\":/x",
    "-v '/srv':\"/q\"",
    "-v /lib:/lib2:ro -v data:/lib3",
];

/// The script: each line with its number as the name of the container.
fn script() -> (String, usize) {
    let all: Vec<&str> = FLAGS.iter().chain(&MORE).copied().collect();
    let mut script = "set -u\nHERE=/srv\nIMAGE=example/app:1.4\n".to_owned();
    let count = 460;
    for number in 0..count {
        let own = |step: usize, shift: usize| all[(number * step + shift) % all.len()];
        let chosen = match number {
            single if single < all.len() => all[single].to_owned(),
            double if double % 2 == 0 => format!("{} {}", own(7, 3), own(11, 50)),
            _ => format!("{} \\\n  {} {}", own(3, 1), own(13, 40), own(17, 90)),
        };
        let image = if number % 3 == 0 {
            "$IMAGE"
        } else {
            "example/app:1.4"
        };
        let words = if number % 5 == 0 {
            "/bin/sh -c 'a b'"
        } else {
            "/bin/true"
        };
        script.push_str(&format!(
            "docker create --name=line{number} {chosen} {image} {words} || true\n"
        ));
    }
    (script, count)
}

/// Runs a script with this engine, as a shell does.
fn run(engine: &Docker, folder: &Path, script: &str) {
    let output = Command::new("/bin/sh")
        .args(["-c", script])
        .current_dir(folder)
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .env("DOCKER_HOST", engine.endpoint())
        .env("DOCKER_CONFIG", engine.folder())
        .output()
        .expect("it runs");
    for line in String::from_utf8_lossy(&output.stderr).lines() {
        let is_of_use = line.starts_with("See ") || line.trim().is_empty();
        if !is_of_use {
            eprintln!("refused: {line}");
        }
    }
}

fn inspected(engine: &Docker) -> Scan {
    let endpoint = engine_endpoint(Some(&engine.endpoint()), &|_| None, None);
    scan_document(&collect_engine(
        &endpoint.expect("one"),
        &EngineLimits::default(),
    ))
}

/// What an engine and a line may differ in, and why.
fn may_differ(field: &str, of_line: &str, of_engine: &str) -> bool {
    match field {
        // The engine knows that the image names no user.
        "user" => of_line.is_empty() && of_engine == "root",
        // The engine writes its default driver beside the options.
        "logging" => of_engine.trim_start_matches("json-file") == of_line,
        // With control groups of version 1 the host's is what every container gets.
        "cgroup" => of_line == "host",
        // The entry point that is taken away is one empty word of the engine's.
        "entrypoint" => of_line.trim() == of_engine.trim(),
        _ => false,
    }
}

fn other_fields(lines: &Project, seen: &Project) -> (usize, Vec<String>) {
    let mut wrong = Vec::new();
    let mut compared = 0;
    for own in &lines.containers {
        let Some(other) = seen.containers.iter().find(|other| other.name == own.name) else {
            continue;
        };
        compared += 1;
        let other = fields(other, &seen.origins);
        for (field, of_line) in fields(own, &lines.origins) {
            let of_engine = &other[field];
            if of_line != *of_engine && !may_differ(field, &of_line, of_engine) {
                wrong.push(format!("{} {field}: {of_line:?} {of_engine:?}", own.name));
            }
        }
    }
    (compared, wrong)
}

#[test]
fn lines_are_read_as_the_engine_reads_them() {
    let test = "lines_are_read_as_the_engine_reads_them";
    let Some(engine) = Docker::start(test) else {
        return;
    };
    make_images(&engine);
    let folder = tempfile::tempdir().expect("made");
    let (script, count) = script();
    write(
        folder.path(),
        &[
            ("run.sh", script.as_bytes()),
            ("values.env", b"# note\nONE=\"1\" # x\nTWO=a=b\n  THREE=c\n"),
            ("labels", b"x=y\nz\n"),
        ],
    );
    // Several shells: each line takes the command and the engine a while.
    let (head, lines) = script.split_at(script.find("docker").expect("lines"));
    let lines: Vec<&str> = lines.split("|| true\n").collect();
    std::thread::scope(|scope| {
        for part in lines.chunks(count.div_ceil(6)) {
            let own = format!("{head}{}", part.join("|| true\n"));
            let (engine, folder) = (&engine, folder.path());
            scope.spawn(move || run(engine, folder, &own));
        }
    });
    let of_engine = inspected(&engine);
    drop(engine);
    let of_lines = scan_file(folder.path());
    let lines = &of_lines.deployment.projects[0];
    assert_eq!(lines.containers.len(), count);
    let (compared, wrong) = other_fields(lines, &of_engine.deployment.projects[0]);
    eprintln!("{compared} of {count} lines accepted by the engine and compared");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared >= 400, "{compared}");
}

/// A defect as a service has it, and as a line has it.
const DEFECTS: [(&str, &str, &str); 18] = [
    ("privileged", "privileged: true", "--privileged"),
    (
        "socket",
        "volumes: ['/var/run/docker.sock:/var/run/docker.sock']",
        "-v /var/run/docker.sock:/var/run/docker.sock",
    ),
    (
        "root-path",
        "volumes: ['/etc:/host']",
        "--mount type=bind,src=/etc,dst=/host",
    ),
    ("port", "ports: ['8080:80']", "-p 8080:80"),
    (
        "port-of-loopback",
        "ports: ['127.0.0.1:8080:80']",
        "-p 127.0.0.1:8080:80",
    ),
    ("host-network", "network_mode: host", "--network host"),
    ("host-pid", "pid: host", "--pid=host"),
    ("host-ipc", "ipc: host", "--ipc host"),
    ("capability", "cap_add: [SYS_ADMIN]", "--cap-add SYS_ADMIN"),
    (
        "no-seccomp",
        "security_opt: ['seccomp=unconfined']",
        "--security-opt seccomp=unconfined",
    ),
    (
        "hardened",
        "{read_only: true, cap_drop: [ALL]}",
        "--read-only --cap-drop ALL",
    ),
    (
        "password",
        "environment: {POSTGRES_PASSWORD: mu9-tr4-q}",
        "-e POSTGRES_PASSWORD=mu9-tr4-q",
    ),
    (
        "device",
        "devices: ['/dev/mem:/dev/mem']",
        "--device /dev/mem:/dev/mem",
    ),
    ("root", "user: root", "-u root"),
    ("ulimit", "ulimits: {nofile: -1}", "--ulimit nofile=-1"),
    (
        "limited",
        "{mem_limit: 64m, cpus: 1, pids_limit: 50}",
        "-m 64m --cpus 1 --pids-limit 50",
    ),
    ("restarted", "restart: always", "--restart always"),
    (
        "gateway",
        "extra_hosts: ['h:host-gateway']",
        "--add-host h:host-gateway",
    ),
];

/// What a network or a file decides, which a line alone has otherwise.
const OF_ONE: [&str; 2] = ["CTR112", "SEC101"];

#[test]
fn one_defect_has_the_same_rules_everywhere() {
    let test = "one_defect_has_the_same_rules_everywhere";
    let engine = Docker::start(test);
    let (services, lines) = (tempfile::tempdir(), tempfile::tempdir());
    let (services, lines) = (services.expect("made"), lines.expect("made"));
    let (mut compose, mut script) = ("services:\n".to_owned(), String::new());
    for (name, key, flags) in DEFECTS {
        let inner = key.trim_matches(['{', '}']);
        let keys = if key.starts_with('{') {
            format!(", {inner}")
        } else {
            format!(", {key}")
        };
        compose.push_str(&format!(
            "  {name}: {{image: 'example/app:1.4', command: /bin/true{keys}}}\n"
        ));
        script.push_str(&format!(
            "docker create --name {name} {flags} example/app:1.4 /bin/true\n"
        ));
    }
    write(services.path(), &[("compose.yaml", compose.as_bytes())]);
    write(lines.path(), &[("run.sh", script.as_bytes())]);
    let of_service = ids(&scan_file(services.path()));
    let of_line = ids(&scan_file(lines.path()));
    let of_engine = engine.map(|engine| {
        make_images(&engine);
        run(&engine, lines.path(), &script);
        ids(&inspected(&engine))
    });
    let kept = |all: &BTreeMap<String, BTreeSet<&'static str>>, name: &str| {
        let own = all.get(name).into_iter().flatten();
        let own = own.filter(|id| !OF_ONE.contains(*id));
        own.copied().collect::<BTreeSet<&str>>()
    };
    let mut wrong = Vec::new();
    for (name, ..) in DEFECTS {
        let (service, line) = (kept(&of_service, name), kept(&of_line, name));
        eprintln!(
            "{name:<18} {}",
            line.iter().copied().collect::<Vec<_>>().join(" ")
        );
        if service != line {
            wrong.push(format!("{name}: compose {service:?}\n  line {line:?}"));
        }
        if let Some(engine) = &of_engine {
            let engine = kept(engine, name);
            if engine != line {
                wrong.push(format!("{name}: engine {engine:?}\n  line {line:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
