use std::fs;

use super::*;
use crate::input::walk;
use crate::model::{Container, MountKind, Setting, Texts};

/// What is read of files, each with its name.
fn found(files: &[(&str, &str)]) -> (Texts, Vec<Lines>) {
    let folder = tempfile::tempdir().expect("made");
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, content).expect("written");
    }
    let texts = Texts::default();
    let lines = {
        let tree = Tree::new(&texts, folder.path(), false);
        let walk = walk(&[folder.path().to_path_buf()], &[]);
        containers(&scripts(&tree, &walk), &tree, folder.path())
    };
    (texts, lines)
}

#[test]
fn compose_lines_put_files_together() {
    let sets = |line: &str| {
        let folder = tempfile::tempdir().expect("made");
        fs::create_dir_all(folder.path().join("deploy")).expect("made");
        for name in ["a.yaml", "b.yaml", "prod.env", "deploy/c.yaml"] {
            fs::write(folder.path().join(name), "").expect("written");
        }
        fs::write(folder.path().join("deploy/up.sh"), line).expect("written");
        let texts = Texts::default();
        let tree = Tree::new(&texts, folder.path(), false);
        let walk = walk(&[folder.path().to_path_buf()], &[]);
        let found = together(&scripts(&tree, &walk), &tree, folder.path());
        let short = |path: &PathBuf| {
            let inner = path.strip_prefix(folder.path()).expect("below");
            inner.to_string_lossy().into_owned()
        };
        let found = found.iter().map(|own| {
            let files = own.files.iter().chain(&own.env_files).map(short);
            let all = files.chain(own.folder.iter().map(short));
            let all: Vec<String> = all.chain(own.profiles.iter().cloned()).collect();
            all.join(" ")
        });
        found.collect::<Vec<String>>().join(", ")
    };
    for (line, expected) in [
        ("docker compose -f a.yaml -f b.yaml up -d", "a.yaml b.yaml"),
        (
            "docker-compose -fa.yaml --file=./b.yaml up",
            "a.yaml b.yaml",
        ),
        (
            "docker -H x compose --file ../a.yaml -f c.yaml --profile gpu up",
            "a.yaml deploy/c.yaml gpu",
        ),
        (
            "docker compose --env-file prod.env --project-directory . -f a.yaml -f b.yaml -p x up",
            "a.yaml b.yaml prod.env ",
        ),
        (
            "docker compose -f a.yaml -f b.yaml pull && docker compose -f a.yaml -f b.yaml up",
            "a.yaml b.yaml",
        ),
        ("docker compose -f a.yaml up", ""),
        ("docker compose -f a.yaml -f a.yaml up", ""),
        ("docker compose -f a.yaml -f missing.yaml up", ""),
        ("docker compose -f a.yaml -f $OTHER up", ""),
        ("docker compose -f a.yaml -f b.yaml", ""),
        ("docker build -f a.yaml -f b.yaml .", ""),
        ("echo docker compose -f a.yaml -f b.yaml up", ""),
    ] {
        assert_eq!(sets(line), expected, "{line}");
    }
}

/// The one container of a script.
fn one(script: &str) -> Container {
    let (_, mut all) = found(&[("run.sh", script)]);
    assert_eq!(all.len(), 1, "{script}");
    all.remove(0).project.containers.remove(0)
}

#[test]
fn flags_in_every_spelling() {
    for script in [
        "docker run -itd -p8080:80 --name=web --privileged=true -e A=b nginx:1 sh -c x",
        "docker -H tcp://a container run -d -p 8080:80 --name web --privileged -eA=b -- nginx:1 sh -c x",
        "sudo podman create -p=8080:80 --name web --privileged --env=A=b nginx:1 sh -c x",
        "nerdctl --namespace k8s.io run -tip 8080:80 --name 'we'b --privileged --env A=b nginx:1 sh -c x",
        "docker run \\\n  -p 8080:80 `# note` --name web \\\n  --privileged -e \"A=b\" nginx:1 sh -c x",
        "NAME=web\nexport I=nginx:1\n$DOCKER run -p 8080:80 --name $NAME --privileged -e A=b ${I} sh -c x",
    ] {
        let own = one(script);
        assert_eq!(own.name, "web", "{script}");
        assert!(own.image.is(&"nginx:1".to_owned()), "{script}");
        assert!(own.privileged.is(&true), "{script}");
        assert_eq!(own.ports[0].published, Some((8080, 8080)), "{script}");
        assert_eq!(own.environment[0].name, "A", "{script}");
        let command = own.command.value().expect("one");
        assert_eq!(command.words.len(), 3, "{script}");
    }
    assert!(!one("docker run --privileged=false a").privileged.is(&true));
}

#[test]
fn what_only_the_shell_knows_is_not_known() {
    let (_, all) = found(&[("a.sh", "docker run -d $OPTS --privileged $IMAGE\n")]);
    let own = &all[0].project.containers[0];
    assert!(own.privileged.is(&true));
    assert!(matches!(own.image, Setting::NotObservable(_)));
    assert!(matches!(own.read_only, Setting::NotObservable(_)));
    let lines = all[0].project.run_lines.as_ref().expect("lines");
    assert_eq!(lines.said_only, [0]);
    assert_eq!(all[0].unknown.len(), 1);
    let own =
        one("docker run --nobody=x --user $U -p $P:80 -v $HOME/.ssh:/k -v $(pwd)/d:/d -v $X:/x a");
    assert!(matches!(own.user, Setting::NotObservable(_)));
    assert_eq!(
        (own.ports[0].published, own.ports[0].target),
        (None, (80, 80))
    );
    let sources: Vec<_> = own.mounts.iter().map(|own| own.source.as_deref()).collect();
    assert_eq!(sources, [Some("~/.ssh"), Some("./d"), None]);
    assert!(own.image.is(&"a".to_owned()));
}

#[test]
fn of_what_is_gone_at_once_only_what_is_said_counts() {
    for (file, line, is_brief) in [
        ("a.sh", "docker run --rm x", true),
        ("a.sh", "docker run -it x", true),
        ("a.sh", "docker run -itd x", false),
        ("a.sh", "docker run --rm -d x", false),
        ("a.sh", "docker run x", false),
        ("a.sh", "docker create -it x", false),
        (".gitlab-ci.yml", "j: {script: docker run x}", true),
        (".gitlab-ci.yml", "j: {script: docker run -d x}", false),
    ] {
        let (_, all) = found(&[(file, line)]);
        let lines = all[0].project.run_lines.as_ref().expect("lines");
        assert_eq!(!lines.said_only.is_empty(), is_brief, "{line}");
    }
}

#[test]
fn mounts_in_every_spelling() {
    let own = one(
        "docker run -v C:/data:/a:ro -v //./pipe/docker_engine://./pipe/docker_engine -v vo:/b \
         -v /c --mount type=bind,src=/etc,dst=/d,readonly --mount 'type=tmpfs,target=/e,tmpfs-size=1m,tmpfs-mode=1777' \
         --mount source=w,target=/f,ro=false --tmpfs /g:ro,size=1m x",
    );
    let all: Vec<_> = own
        .mounts
        .iter()
        .map(|own| {
            (
                own.kind,
                own.source.as_deref(),
                own.target.as_str(),
                own.read_only,
            )
        })
        .collect();
    assert_eq!(
        all,
        [
            (MountKind::Bind, Some("C:/data"), "/a", true),
            (
                MountKind::Pipe,
                Some("//./pipe/docker_engine"),
                "/pipe/docker_engine",
                false
            ),
            (MountKind::Volume, Some("vo"), "/b", false),
            (MountKind::Volume, None, "/c", false),
            (MountKind::Bind, Some("/etc"), "/d", true),
            (MountKind::Tmpfs, None, "/e", false),
            (MountKind::Volume, Some("w"), "/f", false),
            (MountKind::Tmpfs, None, "/g", true),
        ]
    );
    assert_eq!(own.mounts[5].options, ["size=1048576", "mode=1023"]);
}

#[test]
fn files_of_the_environment_are_read_as_engines_read_them() {
    let (texts, all) = found(&[
        (
            "run.sh",
            "docker run --env-file a.env -e B=2 -e C -e D=$X a",
        ),
        ("a.env", "# note\nA=\"1\" # x\nB=0\n"),
    ]);
    let own = &all[0].project.containers[0];
    let values: Vec<_> = own
        .environment
        .iter()
        .map(|own| {
            (
                own.name.as_str(),
                own.value.as_ref().map(crate::model::Sensitive::expose),
            )
        })
        .collect();
    let expected = [
        ("A", Some("\"1\" # x")),
        ("B", Some("2")),
        ("C", None),
        ("D", None),
    ];
    assert_eq!(values, expected);
    assert_eq!(all[0].env_files.len(), 1);
    let origins = &all[0].project.origins;
    let place = origins.place(own.environment[0].origin).expect("one");
    assert_eq!(texts.get(place.text).slice(place), "\"1\" # x");
}

#[test]
fn networks_of_one_file_are_shared() {
    let (_, all) = found(&[(
        "run.sh",
        "docker network create --internal back\ndocker run --net back --name a x\n\
         docker run --network=back --network name=front,alias=y --name b x\ndocker run --net host x",
    )]);
    let project = &all[0].project;
    let networks: Vec<_> = project.networks.iter().collect();
    assert_eq!(networks.len(), 2);
    assert!(project.networks["back"].internal && !project.networks["back"].external);
    assert!(project.networks["front"].external);
    assert_eq!(project.containers[1].networks.len(), 2);
    assert!(project.containers[2].networks.is_empty());
    assert!(
        project.containers[2]
            .namespaces
            .network
            .is(&"host".to_owned())
    );
}

#[test]
fn lines_stand_in_documents_and_jobs() {
    let document = "text docker run no\n\n  ```console\n  $ docker run -d \\\n      a\n  abc\n  # docker run no\n  ```\n\
                    ```python\ndocker run no\n```\n~~~\ndocker run b\n~~~\n";
    let jobs = "job:\n  script:\n    - docker run a\n    - |\n      set -e\n      docker run \\\n        -p 1:2 b\n";
    let steps = "jobs:\n  x:\n    steps:\n      - run: docker run a\n      - run: |\n          docker run b\n";
    let (texts, all) = found(&[
        ("README.md", document),
        (".gitlab-ci.yml", jobs),
        (".github/workflows/x.yml", steps),
        ("other.yml", steps),
    ]);
    assert_eq!(all.len(), 3);
    for lines in &all {
        let project = &lines.project;
        let names: Vec<_> = project
            .containers
            .iter()
            .map(|own| own.name.as_str())
            .collect();
        assert_eq!(names, ["a", "b"]);
        for container in &project.containers {
            let text = texts.get(container.owner.text);
            assert_eq!(text.slice(container.owner), "docker run");
            let image = container
                .image
                .origin()
                .and_then(|origin| project.origins.place(origin));
            assert_eq!(text.slice(image.expect("one")), container.name);
        }
    }
    assert!(
        all.iter()
            .any(|own| own.project.run_lines.as_ref().expect("lines").in_document)
    );
}

#[test]
fn secrets_on_lines_are_kept_apart() {
    let script = "T=mu9-canary-1\ndocker run -e DB_PASSWORD=mu9-canary-2 -e API_TOKEN=$T \
                  -e URL=postgres://u:mu9-canary-3@h/d a --password mu9-canary-4\n";
    let (texts, all) = found(&[("run.sh", script)]);
    let places: Vec<_> = all[0].secrets.iter().map(|(span, _)| *span).collect();
    for number in 1..=4 {
        let canary = format!("mu9-canary-{number}");
        let at = script.find(&canary).expect("there");
        let has =
            |place: &Span| place.range().start <= at && at + canary.len() <= place.range().end;
        assert!(places.iter().any(has), "{canary}");
    }
    assert_eq!(texts.all().len(), 1);
}

#[test]
fn mutated_lines_stop_nobody() {
    let script = "docker run -itd -p 127.0.0.1:80-82:80-82/udp -v C:\\x:/y:ro --mount type=bind,src=\"$A\",dst=/b \
                  --ulimit nofile=1:2 -e \"A=${B:-c}\" --gpus '\"device=0,1\"' --network name=a,alias=b \
                  --tmpfs /t:size=1m --device /dev/a:/dev/b:r --env-file=$F --add-host a:b i@sha256:0 c <<E\nx\nE\n";
    let texts = Texts::default();
    let folder = tempfile::tempdir().expect("made");
    let tree = Tree::new(&texts, folder.path(), false);
    let signs = [
        '\'', '"', '\\', '$', '`', '(', '{', ',', '=', ':', '-', '\n', '\0', 'é', ' ',
    ];
    for at in 0..script.len() {
        for sign in signs {
            let mut mutated = script.to_owned();
            mutated.replace_range(at..=at, &sign.to_string());
            let id = texts.add("x.sh", crate::model::Decoded::utf8(mutated));
            let text = texts.get(id);
            let form = Form::of("x.sh").expect("a script");
            let script = Script::of(Path::new("x.sh"), &text, form);
            if let Some(lines) = read(&script, &tree, Vec::new()) {
                for (span, _) in &lines.secrets {
                    assert!(text.content().get(span.range()).is_some());
                }
            }
        }
    }
}

#[test]
fn scripts_and_documents_of_windows() {
    let plan = "```powershell\n# note\n   docker run -d \\\n     -v C:\\certs\\server.crt:/etc/server.crt \\\n     -p 443:443 \\\n     --name web \\\n     app\n```\n";
    let script = "$name = 'web'\ndocker run -d `\n  -v C:\\certs\\server.crt:/etc/server.crt `\n  -p 443:443 --name $name app\n";
    let batch = "docker run -d ^\r\n -v C:\\certs\\server.crt:/etc/server.crt ^\r\n -p 443:443 --name web app\r\n";
    let (texts, all) = found(&[("plan.md", plan), ("run.ps1", script), ("run.cmd", batch)]);
    assert_eq!(all.len(), 3);
    for lines in &all {
        let own = &lines.project.containers[0];
        let path = texts.get(lines.project.file).path().clone();
        assert_eq!(own.name, "web", "{path}");
        assert!(own.image.is(&"app".to_owned()), "{path}");
        assert_eq!(own.ports[0].target, (443, 443), "{path}");
        let mount = &own.mounts[0];
        assert_eq!(
            mount.source.as_deref(),
            Some("C:\\certs\\server.crt"),
            "{path}"
        );
        let place = lines.project.origins.place(mount.origin).expect("one");
        let text = texts.get(place.text);
        assert_eq!(
            text.slice(place),
            "C:\\certs\\server.crt:/etc/server.crt",
            "{path}"
        );
    }
}
