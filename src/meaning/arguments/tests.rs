use proptest::prelude::*;

use super::*;

/// Names and secrets of a command.
fn found<'w>(words: &[&'w str]) -> Vec<(&'w str, &'w str)> {
    let found = arguments(words).into_iter();
    found
        .filter_map(|it| Some((it.name, words.get(it.word)?.get(it.range)?)))
        .collect()
}

/// The same for one that a shell reads.
fn in_shell(script: &str) -> Vec<(&str, &str)> {
    found(&["CMD-SHELL", script])
}

#[test]
fn flags_say_it_by_their_names() {
    for (words, expected) in [
        (
            &[
                "redis-server",
                "--requirepass",
                "mypassword",
                "--save",
                "60",
            ][..],
            ("--requirepass", "mypassword"),
        ),
        (&["--masterauth=made-up"], ("--masterauth", "made-up")),
        (
            &["server", "--api-key", "made-up", "--port", "80"],
            ("--api-key", "made-up"),
        ),
        (
            &["server", "-auth-token=made-up"],
            ("-auth-token", "made-up"),
        ),
        (
            &["java", "-Ddb.password=made-up", "-jar", "x.jar"],
            ("-Ddb.password", "made-up"),
        ),
        (
            &["clickhouse-client", "--password", "1234"],
            ("--password", "1234"),
        ),
        (
            &["redis-server", "requirepass", "a b"],
            ("requirepass", "a b"),
        ),
        (
            &["keytool", "-storepass", "made-up"],
            ("-storepass", "made-up"),
        ),
        (
            &["env", "PGPASSWORD=made-up", "psql"],
            ("PGPASSWORD", "made-up"),
        ),
    ] {
        assert_eq!(found(words), [expected], "{words:?}");
    }
}

#[test]
fn programs_have_their_own_ways() {
    for (line, name, value) in [
        ("redis-cli -a mypassword ping", "-a", "mypassword"),
        ("redis-cli AUTH made-up", "AUTH", "made-up"),
        (
            "redis-cli config set requirepass made-up",
            "requirepass",
            "made-up",
        ),
        ("valkey-cli --pass made-up ping", "--pass", "made-up"),
        (
            "mysqladmin ping -h 127.0.0.1 -P2881 -uroot -pseekdbpassword",
            "-p",
            "seekdbpassword",
        ),
        (
            "obclient -h127.0.0.1 -uroot@test -pdifyai123456 -e \"SELECT 1;\"",
            "-p",
            "difyai123456",
        ),
        (
            "mariadb-admin --password=made-up ping",
            "--password",
            "made-up",
        ),
        (
            "/usr/bin/mongosh -u a -p 'made up' --quiet",
            "-p",
            "made up",
        ),
        ("sshpass -pmade-up ssh host", "-p", "made-up"),
        (
            "sqlcmd -S localhost -U sa -P \"Made-up1\" -Q 'SELECT 1'",
            "-P",
            "Made-up1",
        ),
        (
            "curl -s -f -u Administrator:password http://localhost:8091/",
            "-u",
            "password",
        ),
        ("curl -u a:made-up http://localhost/test", "-u", "made-up"),
        ("curl -fsu elastic:made-up localhost", "-fsu", "made-up"),
        ("curl --user=a:made-up localhost", "--user", "made-up"),
        (
            "curl -H 'Authorization: Bearer made-up' x",
            "Authorization",
            "made-up",
        ),
        (
            "curl --header \"X-Api-Key: made-up\" x",
            "X-Api-Key",
            "made-up",
        ),
        ("curl -H'api-key:made-up' x", "api-key", "made-up"),
        (
            "curl -d '{\"user\": \"a\", \"password\": \"made-up\"}' x",
            "password",
            "made-up",
        ),
        (
            "curl -d \"{\\\"token\\\":\\\"made-up\\\"}\" x",
            "token",
            "made-up",
        ),
    ] {
        assert_eq!(in_shell(line), [(name, value)], "{line}");
    }
}

#[test]
fn tools_and_scripts_have_more_ways() {
    for (line, name, value) in [
        ("ldapsearch -x -D cn=admin -w made-up", "-w", "made-up"),
        (
            "mc alias set local http://minio:9000 minioadmin made-up",
            "set",
            "made-up",
        ),
        (
            "mc config host add local http://minio:9000 a made-up",
            "add",
            "made-up",
        ),
        ("rabbitmqctl add_user guest made-up", "add_user", "made-up"),
        ("etcdctl --user root:made-up get x", "--user", "made-up"),
        (
            "openssl rsa -in a.key -passin pass:made-up",
            "-passin",
            "made-up",
        ),
        ("htpasswd -bc /etc/htpasswd user made-up", "-bc", "made-up"),
        ("docker login -u a -p made-up registry", "-p", "made-up"),
        ("docker exec -it db mysql -uroot -pmade-up", "-p", "made-up"),
        (
            "timeout -k 1 5 gosu redis redis-cli -a made-up",
            "-a",
            "made-up",
        ),
        (
            "psql -c \"ALTER USER postgres PASSWORD 'made-up';\"",
            "PASSWORD",
            "made-up",
        ),
        (
            "mysql -e \"CREATE USER a IDENTIFIED BY 'made-up'\"",
            "BY",
            "made-up",
        ),
        (
            "psql \"host=db user=a password=made-up\"",
            "password",
            "made-up",
        ),
        (
            "mongosh --eval 'db.createUser({user: \"a\", pwd: \"made-up\"})'",
            "pwd",
            "made-up",
        ),
        ("PGPASSWORD=made-up psql -h db", "PGPASSWORD", "made-up"),
        (
            "export REDIS_PASSWORD='made up'; run",
            "REDIS_PASSWORD",
            "made up",
        ),
        (
            "x --set sasl.jaas.config='Login required username=\"a\" password=\"made-up\";'",
            "password",
            "made-up",
        ),
        (
            "if ! redis-cli -a made-up ping; then exit 1; fi",
            "-a",
            "made-up",
        ),
        ("echo $(redis-cli -a made-up ping)", "-a", "made-up"),
        (
            "cat > /etc/redis.conf <<EOF\nport 1\nrequirepass made-up\nEOF\nrun",
            "requirepass",
            "made-up",
        ),
        (
            "sh -c 'sh -c \"redis-cli -a \\\"made-up\\\" ping\"'",
            "-a",
            "made-up",
        ),
    ] {
        assert_eq!(in_shell(line), [(name, value)], "{line}");
    }
}

#[test]
fn exec_forms_and_scripts_are_the_same() {
    for words in [
        &["CMD", "redis-cli", "-a", "made-up", "ping"][..],
        &["CMD-SHELL", "redis-cli -a made-up ping | grep -q PONG"],
        &["sh", "-c", "redis-cli -a made-up ping"],
        &["bash", "-lc", "set -e\nexec redis-cli -a 'made-up'\n"],
        &["redis-cli -a made-up"],
    ] {
        assert_eq!(found(words), [("-a", "made-up")], "{words:?}");
    }
}

#[test]
fn a_whole_entry_point_is_read() {
    let script = "openssl rand -base64 128 > /data/mongodb.key\nchmod 400 /data/mongodb.key\n\
        echo 'const isInited = rs.status().ok === 1\nif(!isInited){\n  rs.initiate({\n      _id: \"rs0\",\n\
              members: [\n          { _id: 0, host: \"mongo:27017\" }\n      ]\n  })\n}' > /data/init.js\n\
        # 启动MongoDB服务\nexec docker-entrypoint.sh \"$@\" &\n\n\
        until mongo -u myusername -p mypassword --authenticationDatabase admin --eval \"print('waited \
        for connection')\" > /dev/null 2>&1; do\n  echo \"Waiting for MongoDB to start...\"\n  sleep 2\n\
        done\nmongo -u myusername -p mypassword --authenticationDatabase admin /data/init.js\nwait $!\n";
    let both = [("-p", "mypassword"), ("-p", "mypassword")];
    assert_eq!(found(&["bash", "-c", script]), both);
}

#[test]
fn urls_are_found_wherever_they_stand() {
    for (words, name) in [
        (&["psql", "postgresql://app:made-up@db/x"][..], "postgresql"),
        (
            &["server", "--db-url", "postgresql://app:made-up@db/x"],
            "--db-url",
        ),
        (
            &["sh", "-c", "server --db=\"postgres://app:made-up@db/x\""],
            "--db",
        ),
        (
            &["sh", "-c", "export DSN=postgres://app:made-up@db; x"],
            "DSN",
        ),
        (
            &["sh", "-c", "x --uri postgres://app:${PW:-made-up}@db"],
            "--uri",
        ),
    ] {
        assert_eq!(found(words), [(name, "made-up")], "{words:?}");
    }
    let url = arguments(&["x", "redis://:made-up@cache:6379"]);
    assert!(matches!(&url[0].form, Form::Url { host, .. } if host == "cache"));
}

#[test]
fn what_is_supplied_elsewhere_stands_not_here() {
    for line in [
        "redis-cli -a $REDIS_PASSWORD ping",
        "redis-cli -a \"${REDIS_PASSWORD}\" ping",
        "redis-cli -a $$REDIS_PASSWORD ping",
        "redis-cli -a \"$(cat /run/secrets/redis)\" ping",
        "mysql -p`cat /run/secrets/db`",
        "mysql -p\"$PW\" -e x",
        "curl -u $USER:$PASS http://x",
        "curl -H \"Authorization: Bearer $TOKEN\" x",
        "PASSWORD=$(openssl rand -hex 16) run",
        "server --password-file /run/secrets/x --key /etc/x.key --tls-key=./a/b.pem",
        "server --password --force",
        "server --password=",
        "server --password ''",
        "psql --password mydb",
        "mysql --password mydb -p mydb",
        "docker login --password-stdin registry.example.com",
        "mkdir -p dir && nc -p 8080 && ssh -p 22 host && docker run -p 80:80 x",
        "psql -h mysql -p 5432",
        "redis-cli -h redis -p 6379 ping",
        "grep -q password=x /etc/x",
        "server --max-tokens 100 --keys 5 --use-token true --no-password",
        "[ \"$PASSWORD\" = \"x\" ]",
        "postgres -c ssl_key_file=/x -c max_connections=100",
        "curl -f http://localhost:5001/health",
        "x --db postgres://app:$PW@db --other postgres://app:${PW}@db",
        "docker run --user 1000:1000 x",
    ] {
        assert!(in_shell(line).is_empty(), "{line}: {:?}", in_shell(line));
    }
    assert!(found(&["redis-server", "--requirepass", "$REDIS_PASSWORD"]).is_empty());
    assert!(found(&[]).is_empty());
}

#[test]
fn a_default_is_written_out() {
    for line in [
        "redis-cli -a ${REDIS_PASSWORD:-made-up} ping",
        "redis-cli -a \"${X:-\"made-up\"}\" ping",
        "export REDIS_PASSWORD=${A:-${B:-made-up}}",
        ": \"${REDIS_PASSWORD:=made-up}\"",
        "redis-cli -a $${REDIS_PASSWORD-made-up}",
    ] {
        let found = in_shell(line);
        assert!(
            matches!(found.as_slice(), [(_, "made-up")]),
            "{line}: {found:?}"
        );
    }
    // A dollar in single quotes is one.
    assert_eq!(in_shell("redis-cli -a 'pa$word'"), [("-a", "pa$word")]);
    assert_eq!(found(&["redis-cli", "-a", "pa$word"]), [("-a", "pa$word")]);
}

proptest! {
    #[test]
    fn any_words_are_read(
        words in prop::collection::vec(
            r#"(redis-cli |mysql |curl |-a|-p|-u|--password[= ]|PASSWORD=|-H |token: "|[ab=\-中$\\'"`(){}:@/|&; \n]|\$\(|\$\{X:-|<<|://)*"#,
            0..6,
        )
    ) {
        let texts: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut last = (0, 0);
        for argument in arguments(&texts) {
            let text = texts.get(argument.word).and_then(|word| word.get(argument.range.clone()));
            prop_assert!(text.is_some_and(|text| !text.is_empty()));
            prop_assert!((argument.word, argument.range.start) >= last);
            last = (argument.word, argument.range.end);
        }
    }
}
