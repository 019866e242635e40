//! The files of a database on a drive of Windows.

use crate::meaning::StoreKind;
use crate::model::{Confidence, Container};
use crate::rules::{Context, Out};

/// Folders in which databases keep their files, whatever the image is called.
const DATA_FOLDERS: [&str; 14] = [
    "/var/lib/postgresql",
    "/bitnami/postgresql",
    "/var/lib/mysql",
    "/bitnami/mysql",
    "/bitnami/mariadb",
    "/data/db",
    "/bitnami/mongodb",
    "/var/lib/clickhouse",
    "/var/lib/milvus",
    "/var/lib/weaviate",
    "/qdrant/storage",
    "/usr/share/elasticsearch/data",
    "/usr/share/opensearch/data",
    "/var/lib/neo4j",
];

/// Fails for each such mount. Of a known data store every folder that it can write counts.
pub(super) fn check(container: &Container, cx: &Context<'_>, out: &mut Out<'_>) {
    let store = cx.store(container);
    let is_store = store.is_some_and(|store| store.kind == StoreKind::Data);
    for source in cx.host_sources(container) {
        if source.read_only || !source.path.is_of_windows() {
            continue;
        }
        let is_data = DATA_FOLDERS.iter().any(|folder| {
            let below = source.target.strip_prefix(folder);
            below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        // A name with a dot is a file, and below /etc are settings.
        let is_folder = !source.path.name().contains('.') && !source.target.starts_with("/etc/");
        if is_data || (is_store && is_folder) {
            let fail = source.fail("default").arg("path", source.text);
            out.fail(if is_data {
                fail
            } else {
                fail.confidence(Confidence::Medium)
            });
        }
    }
}
