//! Engines that were asked, beside whatever else was read.

use super::{Request, Syntax};
use crate::meaning::engine::read_engine;
use crate::meaning::is_masked;
use crate::model::{Deployment, Texts};

/// Adds what engines run to a deployment, behind the projects of the files.
pub(super) fn add(
    request: &Request,
    texts: &Texts,
    deployment: &mut Deployment,
    syntax: &mut Vec<Syntax>,
) {
    for own in &request.engines {
        let numbers = (deployment.engines.len(), deployment.projects.len());
        // The command that brings a document refuses one that is none.
        let Ok(read) = read_engine(texts, &own.path, &own.content, numbers) else {
            continue;
        };
        syntax.extend(read.projects.iter().map(|_| Syntax::default()));
        deployment.projects.extend(read.projects);
        deployment.problems.extend(read.problems);
        deployment.engines.push(read.engine);
    }
    forget_masked(deployment);
}

/// What a saved document no longer has is not known, and nothing is said of it.
fn forget_masked(deployment: &mut Deployment) {
    let running = deployment.projects.iter_mut();
    let running = running.filter(|project| project.engine.is_some());
    let containers = running.flat_map(|project| &mut project.containers);
    let of_containers = containers.flat_map(|container| &mut container.environment);
    let images = deployment.engines.iter_mut();
    let images = images.flat_map(|engine| &mut engine.images);
    let of_images = images.flat_map(|image| &mut image.environment);
    for variable in of_containers.chain(of_images) {
        let value = variable.value.as_ref();
        if value.is_some_and(|value| is_masked(value.expose())) {
            variable.value = None;
        }
    }
}
