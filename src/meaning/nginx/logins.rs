//! Applications that people log in to.

/// Repositories of images, by their last parts.
const IMAGES: [&str; 39] = [
    "dify-web",
    "dify-api",
    "fastgpt",
    "fastgpt-pro",
    "open-webui",
    "librechat",
    "flowise",
    "n8n",
    "langflow",
    "ragflow",
    "anythingllm",
    "lobe-chat",
    "maxkb",
    "one-api",
    "new-api",
    "litellm",
    "grafana",
    "kibana",
    "opensearch-dashboards",
    "keycloak",
    "authentik",
    "gitea",
    "gitlab-ce",
    "gitlab-ee",
    "jenkins",
    "portainer",
    "portainer-ce",
    "nextcloud",
    "wordpress",
    "phpmyadmin",
    "pgadmin4",
    "mongo-express",
    "attu",
    "minio",
    "superset",
    "metabase",
    "airflow",
    "casdoor",
    "redisinsight",
];

/// Whether an image, by its repository, is of an application with logins.
pub fn is_login_image(image: &str) -> bool {
    let last = image.rsplit('/').next().unwrap_or(image);
    IMAGES.contains(&last)
}

/// Whether a path is one at which people log in.
pub fn is_login_path(path: &str) -> bool {
    let path = path.trim_start_matches('^').to_ascii_lowercase();
    let words = [
        "login",
        "signin",
        "sign-in",
        "log-in",
        "logon",
        "oauth",
        "oauth2",
        "sso",
        "auth",
        "account",
        "accounts",
        "admin",
        "console",
        "wp-login.php",
    ];
    path.split(['/', '?', '(', ')', '|', '$'])
        .any(|part| words.contains(&part))
}
