//! The values of a container, or of a file, that can be secrets.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::arguments::arguments;
use super::assignments::assignments;
use super::masks::is_masked;
use super::names::is_secret_name;
use super::placeholders::is_placeholder;
use super::searched::{Nature, SearchedFile};
use super::tokens::Token;
use super::urls::url_passwords;
use super::webhooks::webhooks;
use crate::model::{
    Cause, Container, FileGrant, GrantKind, How, OriginId, Origins, Project, Sensitive, Span,
    Texts, Traced, Variable,
};

/// A value that can be a secret: who holds it, where it stands, and how.
pub struct Secret<'a> {
    /// Who holds it.
    pub holder: Holder<'a>,
    /// What holds it there.
    pub slot: Slot<'a>,
    /// What it is called: a variable, a label, a flag, a key.
    pub name: Cow<'a, str>,
    /// Where it stands.
    pub place: Place,
    /// How it stands there.
    pub form: Form,
    /// The secret itself.
    pub value: Sensitive,
    /// Whether it asks to be replaced.
    pub is_placeholder: bool,
    /// The token of a provider that it is, for a value of a file.
    pub token: Option<&'a Token>,
}

/// Who holds a secret.
#[derive(Clone, Copy)]
pub enum Holder<'a> {
    /// A container.
    Container(&'a Container),
    /// A file, whatever reads it.
    File(&'a SearchedFile),
}

/// What holds a secret.
#[derive(Clone, Copy)]
pub enum Slot<'a> {
    /// A variable of the container's environment.
    Environment(&'a Variable),
    /// An argument of what the container runs.
    Command,
    /// An argument of its health check.
    HealthCheck,
    /// A label.
    Label,
    /// An argument of its build.
    BuildArg,
    /// A config whose content stands in the compose file.
    Content,
    /// A line of a file.
    Line {
        /// It has no effect as things are: another value comes before it, or nothing asks for it.
        is_idle: bool,
    },
}

/// Where a secret stands.
#[derive(Clone, Debug)]
pub enum Place {
    /// Bytes of a value that has a way behind it.
    Traced {
        /// Where the holder declares the value, if not where it is written.
        declared: Option<Span>,
        /// Where the value comes from.
        origin: OriginId,
        /// The bytes of the value.
        range: Range<usize>,
        /// How often the same stands before it in the value; `None` where the value is not what is
        /// written.
        before: Option<usize>,
    },
    /// These bytes of a file.
    At(Span),
}

/// How a secret stands in a value.
#[derive(Clone, Debug)]
pub enum Form {
    /// It is the whole value of something with a secret's name.
    Whole,
    /// It is the password of `scheme://user:password@host`.
    Url {
        /// The scheme, lower case.
        scheme: String,
        /// The user; empty where none is named.
        user: String,
        /// The host without its port.
        host: String,
    },
    /// It is the credential in the address of a webhook.
    Webhook {
        /// The service that takes the messages.
        provider: &'static str,
    },
}

impl<'a> Secret<'a> {
    /// The host that checks the password, for a URL.
    pub fn host(&self) -> Option<&str> {
        match &self.form {
            Form::Whole | Form::Webhook { .. } => None,
            Form::Url { host, .. } => Some(host),
        }
    }

    /// The container that holds it.
    pub fn container(&self) -> Option<&'a Container> {
        match self.holder {
            Holder::Container(container) => Some(container),
            Holder::File(_) => None,
        }
    }

    /// The variable of a container's environment that holds it.
    pub fn variable(&self) -> Option<&'a Variable> {
        match self.slot {
            Slot::Environment(variable) => Some(variable),
            _ => None,
        }
    }

    /// The file that holds it.
    pub fn file(&self) -> Option<&'a SearchedFile> {
        match self.holder {
            Holder::File(file) => Some(file),
            Holder::Container(_) => None,
        }
    }

    /// Whether the image brings it, and not the deployment.
    pub fn is_of_image(&self, origins: &Origins) -> bool {
        let cause = self.cause(origins);
        cause.is_some_and(|cause| cause.how == How::OfImage)
    }

    /// Whether it has no effect as things are.
    pub fn is_idle(&self) -> bool {
        matches!(self.slot, Slot::Line { is_idle: true })
    }

    /// Whether its holder is made to keep secrets: a container, or a file such as `.env`.
    pub fn keeps_secrets(&self) -> bool {
        self.file().is_none_or(SearchedFile::keeps_secrets)
    }

    /// Whether it stands in a program: what it is for, the program alone knows.
    pub fn is_in_program(&self) -> bool {
        self.file()
            .is_some_and(|file| matches!(file.held.nature, Nature::Source | Nature::Text))
    }

    /// The deepest place that supplies it; `None` where that cannot be told.
    pub fn cause(&self, origins: &Origins) -> Option<Cause> {
        match &self.place {
            Place::Traced { origin, range, .. } => origins.cause_of(*origin, range.clone()),
            Place::At(span) => Some(Cause {
                place: *span,
                how: How::Literal,
            }),
        }
    }

    /// The place of the secret in the lines of a script or a file that stands at `place`; `place`
    /// itself for all others.
    pub fn in_lines(&self, place: Span, texts: &Texts) -> Span {
        let Place::Traced {
            before: Some(before),
            ..
        } = self.place
        else {
            return place;
        };
        let text = texts.get(place.text);
        let written = text.slice(place);
        if !written.contains('\n') {
            return place;
        }
        let value = self.value.expose();
        let found = written.match_indices(value).nth(before);
        found.map_or(place, |(at, _)| place.part(at..at + value.len()))
    }

    /// Where the holder shows it.
    pub fn shown(&self, origins: &Origins) -> Option<Span> {
        match &self.place {
            Place::Traced {
                declared, origin, ..
            } => declared.or_else(|| origins.place(*origin)),
            Place::At(span) => Some(*span),
        }
    }
}

/// What names and values say, as far as it was asked for: containers of a project have many in
/// common.
#[derive(Default)]
pub struct Seen<'a> {
    secret_names: HashMap<&'a str, bool>,
    placeholders: HashMap<(&'a str, &'a str), bool>,
}

impl<'a> Seen<'a> {
    fn is_secret_name(&mut self, name: &'a str) -> bool {
        let names = &mut self.secret_names;
        *names.entry(name).or_insert_with(|| is_secret_name(name))
    }

    fn is_placeholder(&mut self, name: &'a str, value: &'a str) -> bool {
        let known = &mut self.placeholders;
        let known = known.entry((name, value));
        *known.or_insert_with(|| is_placeholder(name, value))
    }
}

/// The secrets of a container of a project: of its environment in its order, of what it runs, of its labels and
/// its build. Empty values are none.
pub fn secrets<'a>(
    container: &'a Container,
    project: &'a Project,
    seen: &mut Seen<'a>,
) -> Vec<Secret<'a>> {
    let mut own = Own {
        holder: Holder::Container(container),
        found: Vec::new(),
        seen,
    };
    for variable in &container.environment {
        own.variable(variable, Slot::Environment(variable));
    }
    let commands = [&container.entrypoint, &container.command];
    for command in commands.into_iter().filter_map(|command| command.value()) {
        let offsets = command.line.as_ref().map(|_| command.offsets());
        own.words(&command.words, offsets.as_deref(), Slot::Command);
    }
    if let Some(health) = container.health.value() {
        own.words(&health.test, None, Slot::HealthCheck);
    }
    for label in &container.labels {
        own.value(&label.name, &label.value, label.origin, Slot::Label);
    }
    for arg in container.build.iter().flat_map(|build| &build.args) {
        own.variable(arg, Slot::BuildArg);
    }
    for grant in &container.configs {
        let is_it = |own: &&FileGrant| own.kind == GrantKind::Config && own.key == grant.source;
        let content = project.grants.iter().find(is_it);
        if let Some(content) = content.and_then(|own| own.content.as_ref()) {
            own.text(content, Slot::Content);
        }
    }
    own.found
}

/// The secrets of one holder, as they are found.
struct Own<'a, 's> {
    holder: Holder<'a>,
    found: Vec<Secret<'a>>,
    seen: &'s mut Seen<'a>,
}

impl<'a> Own<'a, '_> {
    fn variable(&mut self, variable: &'a Variable, slot: Slot<'a>) {
        if let Some(value) = &variable.value {
            let place = |range| Place::Traced {
                declared: Some(variable.declared),
                origin: variable.origin,
                range,
                before: None,
            };
            self.named(&variable.name, value.expose(), slot, place);
        }
    }

    fn value(&mut self, name: &'a str, value: &'a str, origin: OriginId, slot: Slot<'a>) {
        let place = |range| Place::Traced {
            declared: None,
            origin,
            range,
            before: None,
        };
        self.named(name, value, slot, place);
    }

    /// The secrets of a value with a name: inside of it, or else the whole of it.
    fn named(
        &mut self,
        name: &'a str,
        text: &'a str,
        slot: Slot<'a>,
        place: impl Fn(Range<usize>) -> Place,
    ) {
        let mut inside = false;
        for (range, form) in inside_of(text) {
            inside = true;
            if let Some(password) = text.get(range.clone()) {
                self.add(name, password, slot, place(range), form);
            }
        }
        if !inside && self.seen.is_secret_name(name) && !says_nothing(text) {
            self.add(name, text, slot, place(0..text.len()), Form::Whole);
        }
    }

    /// The secrets among the words of a command, scripts included.
    /// `offsets` says where the words begin in the one string that they come from.
    fn words(
        &mut self,
        words: &'a [Traced<Sensitive>],
        offsets: Option<&[Option<usize>]>,
        slot: Slot<'a>,
    ) {
        let texts: Vec<&'a str> = words.iter().map(|word| word.value.expose()).collect();
        for argument in arguments(&texts) {
            let word = words.get(argument.word);
            let text = texts.get(argument.word);
            let (Some(word), Some(text)) = (word, text) else {
                continue;
            };
            let Some(value) = text.get(argument.range.clone()) else {
                continue;
            };
            let earlier = text.get(..argument.range.start).unwrap_or_default();
            let before = offsets.is_none().then(|| earlier.matches(value).count());
            let range = match offsets.and_then(|offsets| offsets.get(argument.word)) {
                None => argument.range,
                Some(Some(start)) => start + argument.range.start..start + argument.range.end,
                // Quotes and escapes: nobody knows where in the string.
                Some(None) => 0..usize::MAX,
            };
            let place = Place::Traced {
                declared: None,
                origin: word.origin,
                range,
                before,
            };
            self.add(argument.name, value, slot, place, argument.form);
        }
    }

    /// The secrets in the text of a file that the compose file itself holds.
    fn text(&mut self, text: &'a Traced<Sensitive>, slot: Slot<'a>) {
        let content = text.value.expose();
        let place = |range: Range<usize>| Place::Traced {
            declared: None,
            origin: text.origin,
            before: content.get(range.clone()).map(|value| {
                let earlier = content.get(..range.start).unwrap_or_default();
                earlier.matches(value).count()
            }),
            range,
        };
        let mut inside = Vec::new();
        for (range, form) in inside_of(content) {
            if let Some(value) = content.get(range.clone()) {
                inside.push(range.clone());
                self.add("", value, slot, place(range), form);
            }
        }
        for found in assignments(content) {
            let name = content.get(found.name).unwrap_or_default();
            let value = content.get(found.value.clone()).unwrap_or_default();
            let is_new = |range: &Range<usize>| {
                found.value.end <= range.start || range.end <= found.value.start
            };
            if !says_nothing(value) && inside.iter().all(is_new) {
                self.add(name, value, slot, place(found.value), Form::Whole);
            }
        }
    }

    fn add(&mut self, name: &'a str, value: &'a str, slot: Slot<'a>, place: Place, form: Form) {
        // It was not kept: nothing is known of it.
        if is_masked(value) {
            return;
        }
        let is_placeholder = self.seen.is_placeholder(name, value);
        self.found.push(Secret {
            holder: self.holder,
            slot,
            name: Cow::Borrowed(name),
            place,
            form,
            value: Sensitive::new(value),
            is_placeholder,
            token: None,
        });
    }
}

/// The secrets that a search found in a file.
pub fn secrets_of_file(file: &SearchedFile) -> Vec<Secret<'_>> {
    let secrets = file.held.values.iter().map(|own| Secret {
        holder: Holder::File(file),
        slot: Slot::Line {
            is_idle: own.is_fallback,
        },
        name: Cow::Borrowed(&own.name),
        place: Place::At(file.place(own)),
        form: own.form.clone(),
        value: own.value.clone(),
        is_placeholder: is_placeholder(&own.name, own.value.expose()),
        token: own.token.as_ref(),
    });
    secrets.collect()
}

/// The secrets inside of a value: credentials of webhooks, and passwords of other URLs.
pub(super) fn inside_of(text: &str) -> Vec<(Range<usize>, Form)> {
    if !text.contains("://") {
        return Vec::new();
    }
    let mut found: Vec<(Range<usize>, Form)> = webhooks(text)
        .into_iter()
        .map(|(range, provider)| (range, Form::Webhook { provider }))
        .collect();
    let hooks = found.len();
    for url in url_passwords(text) {
        let overlaps = |(other, _): &(Range<usize>, Form)| {
            url.password.start < other.end && other.start < url.password.end
        };
        if !found.iter().take(hooks).any(overlaps) {
            let form = Form::Url {
                scheme: url.scheme,
                user: url.user,
                host: url.host,
            };
            found.push((url.password, form));
        }
    }
    found
}

/// Switches and empty values under a secret's name (`SECRET_KEY=`, `USE_KEY=true`).
pub(super) fn says_nothing(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    ["", "true", "false", "null", "none", "yes", "no"].contains(&value.as_str())
}
