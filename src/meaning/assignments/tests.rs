use super::*;
use proptest::prelude::*;

fn found(text: &str) -> Vec<(&str, &str)> {
    let pair = |found: Assignment| Some((text.get(found.name)?, text.get(found.value)?));
    assignments(text).into_iter().filter_map(pair).collect()
}

#[test]
fn reads_the_ways_in_which_values_are_written() {
    for (text, name, value) in [
        ("DB_PASSWORD=made-up1", "DB_PASSWORD", "made-up1"),
        (
            "export DB_PASSWORD='made up1' # note",
            "DB_PASSWORD",
            "made up1",
        ),
        ("db.password = made-up1   ; note", "db.password", "made-up1"),
        ("  - API_KEY=made-up1", "API_KEY", "made-up1"),
        ("  \"apiKey\": \"made-up1\",", "apiKey", "made-up1"),
        (
            "{\\\"password\\\": \\\"made-up1\\\"}",
            "password",
            "made-up1",
        ),
        ("api_key: made-up1 # note", "api_key", "made-up1"),
        ("app: {port: 1, key: made-up1}", "key", "made-up1"),
        ("'password' => 'made-up1',", "password", "made-up1"),
        ("password := \"made-up1\"", "password", "made-up1"),
        (
            "const password: string = 'made-up1';",
            "password",
            "made-up1",
        ),
        (
            "let token: &'static str = \"made-up1\";",
            "token",
            "made-up1",
        ),
        (
            "$cfg['db']['password'] = 'made-up1';",
            "password",
            "made-up1",
        ),
        (
            "if (req.password === \"made-up1\") {",
            "req.password",
            "made-up1",
        ),
        ("requirepass made-up1", "requirepass", "made-up1"),
        ("masterauth \"made-up1\"", "masterauth", "made-up1"),
        (
            "sentinel auth-pass mymaster made-up1",
            "auth-pass",
            "made-up1",
        ),
        (
            "redis-server --requirepass made-up1 --port 1",
            "requirepass",
            "made-up1",
        ),
        (
            "cachemgr_passwd made-up1 all",
            "cachemgr_passwd",
            "made-up1",
        ),
        ("bindpw made-up1", "bindpw", "made-up1"),
        (
            "machine h login u password made-up1",
            "password",
            "made-up1",
        ),
        ("<password>made-up1</password>", "password", "made-up1"),
        (
            "<db user=\"u\" password=\"made-up1\"/>",
            "password",
            "made-up1",
        ),
        (
            "host=h user=u password=made-up1 port=1",
            "password",
            "made-up1",
        ),
        ("Server=h;Password=made-up1;Port=1", "Password", "made-up1"),
        ("curl -H 'X-Api-Key: made-up1' h", "X-Api-Key", "made-up1"),
        (
            "password: \"with \\\" inside\"",
            "password",
            "with \\\" inside",
        ),
        ("TOKEN = b'made-up1'", "TOKEN", "made-up1"),
        ("key = \"\"\"made-up1\"\"\"", "key", "made-up1"),
        (
            "password_hash_secret=$2b$10$abcdefghijkl",
            "password_hash_secret",
            "$2b$10$abcdefghijkl",
        ),
        ("密码 password: made-up1", "password", "made-up1"),
        ("password: 密码一", "password", "密码一"),
    ] {
        assert_eq!(found(text), [(name, value)], "{text}");
        assert!(
            assignments(text).iter().all(|one| !one.is_fallback),
            "{text}"
        );
    }
}

#[test]
fn knows_values_that_stand_in_for_others() {
    for (text, name) in [
        ("DB_PASSWORD=${DB_PASSWORD:-made-up1}", "DB_PASSWORD"),
        ("X=${DB_PASSWORD-made-up1}", "DB_PASSWORD"),
        (": \"${DB_PASSWORD:='made-up1'}\"", "DB_PASSWORD"),
        (
            "x = process.env.DB_PASSWORD || \"made-up1\"",
            "process.env.DB_PASSWORD",
        ),
        ("x = env.TOKEN ?? 'made-up1'", "env.TOKEN"),
        ("os.Getenv(\"API_KEY\", \"made-up1\")", "API_KEY"),
        ("'x' => env('APP_KEY', 'made-up1'),", "APP_KEY"),
        ("PASSWORD ?= \"made-up1\"", "PASSWORD"),
    ] {
        assert_eq!(found(text), [(name, "made-up1")], "{text}");
        assert!(
            assignments(text).iter().all(|one| one.is_fallback),
            "{text}"
        );
    }
}

#[test]
fn leaves_everything_else_alone() {
    for text in [
        "",
        "password",
        "password=",
        "password:\n  made-up1",
        "PASSWORD=$OTHER",
        "PASSWORD=\"${OTHER}\"",
        "password: {{ vault_password }}",
        "password = <%= secret %>",
        "password = get_password()",
        "password = vault.read(\"x\")",
        "# requirepass foobared",
        "   // password = \"made-up1\"",
        "x = 1 # password: made-up1",
        "; password=made-up1",
        "max_tokens: 4096",
        "SECRET_KEY_FILE=/run/x",
        "The password is secret",
        "Password: please enter it",
        "std::key::value",
        "your token: any one of them",
        "password = \"",
        "password = 'a' + b",
        "token = f\"{x}-y\"",
        "docker login --password-stdin < x",
        "key := range items {",
        "if token != other {",
        "Secret management",
    ] {
        assert!(found(text).is_empty(), "{text}: {:?}", found(text));
    }
}

#[test]
fn finds_each_of_a_text() {
    let text = "a_key=1a\r\nb_key: 'x\r\nc_key = 3c\r\nd=1&token=4d&e_key=5e\n";
    let pairs = [
        ("a_key", "1a"),
        ("c_key", "3c"),
        ("token", "4d"),
        ("e_key", "5e"),
    ];
    assert_eq!(found(text), pairs);
}

#[test]
fn long_lines_cost_their_length() {
    for piece in [
        "key",
        "key=",
        "password: ",
        "token='",
        "${KEY:-",
        " #key=a ",
        "a.key \\\"",
    ] {
        let text = piece.repeat(500_000 / piece.len());
        let start = std::time::Instant::now();
        let count = assignments(&text).len();
        let time = start.elapsed();
        assert!(time.as_secs() < 5, "{piece}: {count} in {time:?}");
    }
}

proptest! {
    #[test]
    fn ranges_are_of_the_text(text in "(pass|key|token|secret|[-=:>\"'\\\\ \n${}#/,;?|]|[a-z密é1]){0,40}") {
        for one in assignments(&text) {
            let name = text.get(one.name.clone());
            prop_assert!(name.is_some_and(|name| !name.is_empty()));
            let value = text.get(one.value.clone());
            prop_assert!(value.is_some_and(|value| !value.trim().is_empty()));
            prop_assert!(one.name.end <= one.value.start);
        }
    }
}
