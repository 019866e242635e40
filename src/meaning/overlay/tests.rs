use super::*;
use crate::meaning::published::{Side, sha256};

fn file(content: &str) -> Decoded {
    Decoded::utf8(content)
}

fn over(part: Part, content: &str) -> Result<Knowledge, (usize, usize, Wrong)> {
    let mut knowledge = Knowledge::default();
    match knowledge.lay_over(part, file(content)) {
        Ok(()) => Ok(knowledge),
        Err(fault) => Err((fault.line, fault.column, fault.wrong)),
    }
}

fn entry(rest: &str) -> String {
    format!(
        "version: 1\nentries:\n  - {{product: shop, variable: SHOP_KEY, kind: api-key, class: default, side: server, shape: yaml, {rest}}}\n"
    )
}

#[test]
fn published_values_are_added_and_replaced() {
    let built_in = Knowledge::default();
    assert!(!built_in.is_published("made-up-shop-key"));
    let knowledge = over(Part::DefaultSecrets, &entry("value: made-up-shop-key"));
    let knowledge = knowledge.expect("it is right");
    assert!(knowledge.is_published("made-up-shop-key"));
    assert!(knowledge.is_published("difyai123456"));
    assert_eq!(knowledge.side_of("SHOP_KEY"), Some(Side::Server));

    // The same value, variable and product once more, now as a key for somebody else.
    let mut knowledge = knowledge;
    let client = entry("value: made-up-shop-key").replace("server", "client");
    let laid = knowledge.lay_over(Part::DefaultSecrets, file(&client));
    assert_eq!(laid, Ok(()));
    assert_eq!(knowledge.side_of("SHOP_KEY"), Some(Side::Client));
}

#[test]
fn a_hash_and_its_value_are_one() {
    let hash = sha256("difyai123456");
    let line = entry(&format!("value_sha256: \"{}\"", hash.to_uppercase()));
    let knowledge = over(Part::DefaultSecrets, &line).expect("it is right");
    let built_in = Knowledge::default();
    assert_eq!(knowledge.clear.len(), built_in.clear.len());
    assert_eq!(knowledge.hashed.len(), built_in.hashed.len());
    assert_eq!(knowledge.side_of("SHOP_KEY"), Some(Side::Server));
    let line = entry(&format!("value_sha256: \"{}\"", sha256("made-up-shop-key")));
    let mut knowledge = over(Part::DefaultSecrets, &line).expect("it is right");
    assert!(knowledge.is_published("made-up-shop-key"));
    let laid = knowledge.lay_over(
        Part::DefaultSecrets,
        file(&entry("value: made-up-shop-key")),
    );
    assert_eq!(laid, Ok(()));
    assert_eq!(knowledge.hashed.len(), built_in.hashed.len());
    assert!(knowledge.is_published("made-up-shop-key"));
}

#[test]
fn stores_are_added_and_replaced() {
    let content = "stores:
  - {name: redis, kind: data, images: [our-redis], ports: [16379], variables: [cache_]}
  - {name: shelf, kind: admin, images: [], ports: []}\n";
    let knowledge = over(Part::Stores, content).expect("it is right");
    let name = |port| knowledge.store_of_port(port).map(|store| &*store.name);
    assert_eq!(name(16379), Some("redis"));
    assert_eq!(name(6379), None);
    assert_eq!(name(5432), Some("postgres"));
    assert!(knowledge.is_for_a_store("CACHE_PASSWORD"));
    assert_eq!(
        knowledge.stores.len(),
        Knowledge::default().stores.len() + 1
    );
}

#[test]
fn faults_have_their_place() {
    let salt = "salt: \"00112233445566778899aabbccddeeff\"";
    let head = format!("version: 1\nalgorithm: pbkdf2-sha256\niterations: 1000\n{salt}\n");
    let passwords = |rest: &str| over(Part::ForbiddenPasswords, rest).err();
    assert_eq!(passwords(&format!("{head}entries: []\n")), None);
    let (line, column, wrong) = passwords(&format!("{head}entires: []\n")).expect("a slip");
    assert_eq!((line, column), (5, 1));
    assert!(matches!(wrong, Wrong::UnknownKey(name, _) if name == "entires"));
    for (content, line, column) in [
        (head.replace("1000", "10"), 3, 13),
        (head.replace("1000", "many"), 3, 13),
        (head.replace("ccddeeff", ""), 4, 7),
        (head.replace("pbkdf2-sha256", "md5"), 2, 12),
        (head.replace("version: 1", "version: 2"), 1, 10),
        (format!("{head}entries:\n  - {{hash: \"0a\"}}\n"), 6, 12),
        (format!("{head}entries:\n  - {{label: a}}\n"), 6, 5),
        (format!("{head}entries:\n  - {{label: 007}}\n"), 6, 5),
        (format!("{head}entries: 1\n"), 5, 10),
        (format!("{head}fold: maybe\nentries: []\n"), 5, 7),
        (format!("{head}{head}"), 5, 1),
        (format!("{head}entries: ["), 5, 10),
        ("- 1\n".to_owned(), 1, 1),
        (String::new(), 1, 1),
    ] {
        let (own_line, own_column, _) = passwords(&content).expect(&content);
        assert_eq!((own_line, own_column), (line, column), "{content}");
    }
    let both = entry("value: a, value_sha256: b");
    let (line, _, wrong) = over(Part::DefaultSecrets, &both).err().expect("two values");
    assert_eq!(line, 3);
    assert_eq!(wrong, Wrong::Expected("either value or value_sha256"));
    let side = entry("value: a").replace("server", "srver");
    let (_, _, wrong) = over(Part::DefaultSecrets, &side).err().expect("a slip");
    let known = vec!["server", "client"];
    assert_eq!(wrong, Wrong::UnknownWord("srver".to_owned(), known));
}

/// The tables that are built in are in the format that users write.
#[test]
fn the_built_in_files_can_be_laid_over() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let built_in = Knowledge::default();
    for part in [Part::DefaultSecrets, Part::Stores] {
        let path = root.join("policies/knowledge").join(part.file_name());
        let content = std::fs::read_to_string(path).expect("readable");
        let knowledge = over(part, &content).expect("in the format");
        assert_eq!(knowledge.clear.len(), built_in.clear.len());
        assert_eq!(knowledge.hashed.len(), built_in.hashed.len());
        assert_eq!(knowledge.stores.len(), built_in.stores.len());
    }
}
