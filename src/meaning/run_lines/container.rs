//! A run line as a container.

use super::flags::What;
use super::given::{Given, Options};
use super::maker::{Maker, WHY};
use super::value::Value;
use super::{devices, environment, mounts, networks, ports};
use crate::meaning::arguments::arguments;
use crate::meaning::masks::FLAGS;
use crate::model::{
    Command, Container, Health, HostName, Limits, Logging, Namespaces, Pair, Sensitive, Setting,
    Traced, Ulimit,
};
use crate::syntax::engine_values::{bytes, thousandths};
use environment::Files;

/// The flags of one line by what they say.
pub(super) struct Flags<'g, 'l>(pub(super) &'g [Given<'l>]);

impl<'g, 'l> Flags<'g, 'l> {
    /// Those that say this, in their order.
    pub(super) fn of(&self, what: What) -> Vec<&'g Given<'l>> {
        self.0.iter().filter(|own| own.flag.what == what).collect()
    }
}

/// Makes a container of the flags and words behind `docker run`.
pub(super) fn container(
    options: &Options<'_>,
    maker: &mut Maker<'_>,
    files: &mut Files<'_, '_>,
) -> Container {
    let flags = Flags(&options.given);
    let (image, command) = if options.is_unsure {
        (Setting::NotObservable(WHY), Setting::NotObservable(WHY))
    } else {
        (image(options, maker), command(options, maker))
    };
    let name = name(&flags, &image);
    let networks = networks::of_line(&flags, maker);
    let (variables, env_files) = environment::variables(&flags, maker, files);
    Container {
        name,
        owner: maker.owner,
        image,
        build: None,
        pull_policy: maker.last(&flags.of(What::Pull), |text| Some(text.to_owned())),
        starts: true,
        only_fetched: false,
        privileged: maker.switch(&flags.of(What::Privileged)),
        read_only: maker.switch(&flags.of(What::ReadOnly)),
        cap_add: capabilities(&flags.of(What::CapAdd), maker),
        cap_drop: capabilities(&flags.of(What::CapDrop), maker),
        security_opt: texts(&flags.of(What::SecurityOption), maker),
        use_api_socket: maker.switch(&flags.of(What::UseApiSocket)),
        user: text(&flags, What::User, maker),
        namespaces: Namespaces {
            network: networks.mode,
            pid: mode(&flags, What::Pid, maker),
            ipc: mode(&flags, What::Ipc, maker),
            uts: mode(&flags, What::Uts, maker),
            user: mode(&flags, What::UserNamespace, maker),
            cgroup: mode(&flags, What::CgroupNamespace, maker),
        },
        ports: ports::ports(&flags, maker),
        mounts: mounts::mounts(&flags, maker),
        environment: variables,
        limits: limits(&flags, maker),
        networks: networks.joined,
        profiles: Vec::new(),
        command,
        entrypoint: maker_entrypoint(&flags, maker),
        health: health(&flags, maker),
        restart: maker.last(&flags.of(What::Restart), |text| {
            (!text.is_empty() && text != "no").then(|| text.to_owned())
        }),
        logging: logging(&flags, maker),
        devices: devices::devices(&flags, maker),
        device_rules: texts(&flags.of(What::DeviceRule), maker),
        device_requests: devices::requests(&flags, maker),
        groups: texts(&flags.of(What::GroupAdd), maker),
        sysctls: pairs(&flags.of(What::Sysctl), maker),
        runtime: text(&flags, What::Runtime, maker),
        cgroup_parent: text(&flags, What::CgroupParent, maker),
        hooks: Vec::new(),
        provider: Setting::Unset(maker.owner),
        ulimits: ulimits(&flags, maker),
        oom_kill_disable: maker.switch(&flags.of(What::OomKillDisable)),
        oom_score_adj: maker.last(&flags.of(What::OomScore), |text| {
            text.parse().ok().filter(|score| *score != 0)
        }),
        init: maker.switch(&flags.of(What::Init)),
        extra_hosts: extra_hosts(&flags, maker),
        labels: environment::labels(&flags, maker, files),
        depends_on: Vec::new(),
        configs: Vec::new(),
        secrets: Vec::new(),
        env_files,
    }
}

/// What a line is called: by its name, else by its image.
fn name(flags: &Flags<'_, '_>, image: &Setting<String>) -> String {
    let named = flags.of(What::Name);
    let named = named.last().and_then(|own| own.value.as_ref()?.known());
    let named = named.filter(|name| !name.is_empty()).map(str::to_owned);
    let image = || {
        let image = image.value()?.split('@').next()?;
        let last = image.rsplit('/').next().unwrap_or(image);
        let last = last.split(':').next().unwrap_or(last);
        (!last.is_empty()).then(|| last.to_owned())
    };
    named
        .or_else(image)
        .unwrap_or_else(|| "container".to_owned())
}

fn image(options: &Options<'_>, maker: &mut Maker<'_>) -> Setting<String> {
    match options.rest.first() {
        None => Setting::NotObservable(WHY),
        Some(value) => match value.known() {
            Some(text) => Setting::Set(maker.traced(value, text.to_owned())),
            None => Setting::NotObservable(WHY),
        },
    }
}

/// The words behind the image. One that is not known may be none, or several.
fn command(options: &Options<'_>, maker: &mut Maker<'_>) -> Setting<Command> {
    let words = options.rest.get(1..).unwrap_or_default();
    let Some(first) = words.first() else {
        return maker.unset();
    };
    hide_words(words, maker);
    let place = maker.origin(first);
    let words = words
        .iter()
        .map(|word| maker.traced(word, Sensitive::new(word.flat())));
    Setting::Set(Traced {
        value: Command {
            words: words.collect(),
            line: None,
        },
        origin: place,
    })
}

/// Keeps the secrets among the words of a command.
fn hide_words(words: &[Value<'_>], maker: &mut Maker<'_>) {
    let texts: Vec<&str> = words.iter().map(Value::flat).collect();
    for own in arguments(&texts) {
        if let Some(word) = words.get(own.word) {
            maker.hide_part(word, own.range);
        }
    }
    for pair in words.windows(2) {
        if let [flag, word] = pair
            && FLAGS.contains(&flag.flat())
        {
            maker.hide_part(word, 0..word.flat().len());
        }
    }
}

fn maker_entrypoint(flags: &Flags<'_, '_>, maker: &mut Maker<'_>) -> Setting<Command> {
    let given = flags.of(What::Entrypoint);
    let Some(last) = given.last() else {
        return maker.unset();
    };
    let Some(value) = &last.value else {
        return Setting::Unset(maker.owner);
    };
    if value.known().is_none() {
        maker.not_known(last);
        return Setting::NotObservable(WHY);
    }
    hide_words(std::slice::from_ref(value), maker);
    let word = maker.traced(value, Sensitive::new(value.flat()));
    let origin = word.origin;
    Setting::Set(Traced {
        value: Command {
            words: vec![word],
            line: None,
        },
        origin,
    })
}

/// A string that is not empty.
fn text(flags: &Flags<'_, '_>, what: What, maker: &mut Maker<'_>) -> Setting<String> {
    maker.last(&flags.of(what), |text| {
        (!text.is_empty()).then(|| text.to_owned())
    })
}

/// The mode of a namespace; the container's own one is what an engine does by itself.
fn mode(flags: &Flags<'_, '_>, what: What, maker: &mut Maker<'_>) -> Setting<String> {
    maker.last(&flags.of(what), |text| {
        (!matches!(text, "" | "private")).then(|| text.to_owned())
    })
}

fn texts(given: &[&Given<'_>], maker: &mut Maker<'_>) -> Vec<Traced<String>> {
    let known = maker.known(given).into_iter();
    known
        .map(|value| maker.traced(value, value.flat().to_owned()))
        .collect()
}

/// Capabilities, upper case and without `CAP_`. Podman takes several with commas between.
fn capabilities(given: &[&Given<'_>], maker: &mut Maker<'_>) -> Vec<Traced<String>> {
    let mut all = Vec::new();
    for value in maker.known(given) {
        for name in value.flat().split(',').filter(|name| !name.is_empty()) {
            let name = name.trim().to_ascii_uppercase();
            let name = name.strip_prefix("CAP_").unwrap_or(&name).to_owned();
            all.push(maker.traced(value, name));
        }
    }
    all
}

/// `NAME=value`
pub(super) fn pairs(given: &[&Given<'_>], maker: &mut Maker<'_>) -> Vec<Pair> {
    let mut all: Vec<Pair> = Vec::new();
    for own in given {
        let Some(value) = &own.value else { continue };
        let (name, behind) = match value.split_once(|sign| sign == '=') {
            Some((name, behind)) => (name, Some(behind)),
            None => (value.clone(), None),
        };
        let (Some(name), Some(text)) = (
            name.known(),
            behind.as_ref().map_or(Some(""), |behind| behind.known()),
        ) else {
            maker.not_known(own);
            continue;
        };
        let shown = behind.as_ref().unwrap_or(value);
        maker.hide(name, shown);
        let pair = Pair {
            name: name.to_owned(),
            value: text.to_owned(),
            origin: maker.origin(shown),
        };
        all.retain(|known| known.name != pair.name);
        all.push(pair);
    }
    all
}

fn limits(flags: &Flags<'_, '_>, maker: &mut Maker<'_>) -> Limits {
    let above = |text: &str| text.trim().parse::<i64>().ok().filter(|number| *number > 0);
    let period = flags.of(What::CpuPeriod);
    let period = period
        .last()
        .and_then(|own| above(own.value.as_ref()?.known()?));
    let quota = |text: &str| {
        let share = above(text)?
            .checked_mul(1000)?
            .checked_div(period.unwrap_or(100_000))?;
        u64::try_from(share).ok()
    };
    let cpus = maker.last(&flags.of(What::Cpus), |text| {
        thousandths(text).filter(|share| *share > 0)
    });
    let cpus = match (cpus, flags.of(What::CpuQuota)) {
        (Setting::Unset(_) | Setting::NotObservable(_), own) if !own.is_empty() => {
            maker.last(&own, quota)
        }
        (cpus, _) => cpus,
    };
    Limits {
        memory: maker.last(&flags.of(What::Memory), |text| {
            bytes(text).filter(|bytes| *bytes > 0)
        }),
        cpus,
        pids: maker.last(&flags.of(What::PidsLimit), above),
    }
}

fn health(flags: &Flags<'_, '_>, maker: &mut Maker<'_>) -> Setting<Health> {
    let off = flags.of(What::NoHealthCheck);
    let given = flags.of(What::HealthCommand);
    if let Setting::Set(off) = maker.switch(&off) {
        let word = Traced {
            value: Sensitive::new("NONE"),
            origin: off.origin,
        };
        return Setting::Set(Traced {
            origin: off.origin,
            value: Health {
                test: vec![word],
                disabled: Some(off.origin),
            },
        });
    }
    let Some(last) = given.last() else {
        return maker.unset();
    };
    let Some(value) = last.value.as_ref().filter(|value| !value.flat().is_empty()) else {
        return Setting::Unset(maker.owner);
    };
    hide_words(std::slice::from_ref(value), maker);
    let origin = maker.origin(value);
    // The command lines of engines hand it to a shell. Podman takes `none` to switch it off.
    if value.flat() == "none" {
        let word = Traced {
            value: Sensitive::new("NONE"),
            origin,
        };
        let health = Health {
            test: vec![word],
            disabled: Some(origin),
        };
        return Setting::Set(Traced {
            value: health,
            origin,
        });
    }
    let test = ["CMD-SHELL", value.flat()].map(|word| Traced {
        value: Sensitive::new(word),
        origin,
    });
    Setting::Set(Traced {
        value: Health {
            test: test.into(),
            disabled: None,
        },
        origin,
    })
}

fn logging(flags: &Flags<'_, '_>, maker: &mut Maker<'_>) -> Setting<Logging> {
    let driver = text(flags, What::LogDriver, maker);
    let options = pairs(&flags.of(What::LogOption), maker);
    let origin = match (&driver, options.first()) {
        (Setting::Set(driver), _) => driver.origin,
        (Setting::NotObservable(why), _) if !maker.is_open => return Setting::NotObservable(why),
        (_, Some(first)) => first.origin,
        _ => return maker.unset(),
    };
    let driver = match driver {
        // The default of an engine, which says as much as nothing.
        Setting::Set(own) if own.value == "json-file" && options.is_empty() => {
            return Setting::Unset(maker.owner);
        }
        Setting::Set(own) => Some(own),
        _ => None,
    };
    Setting::Set(Traced {
        value: Logging { driver, options },
        origin,
    })
}

/// `NAME=soft[:hard]`
fn ulimits(flags: &Flags<'_, '_>, maker: &mut Maker<'_>) -> Vec<Ulimit> {
    let mut all: Vec<Ulimit> = Vec::new();
    for value in maker.known(&flags.of(What::Ulimit)) {
        let limit = value.flat().split_once('=').and_then(|(name, limits)| {
            let (soft, hard) = limits.split_once(':').unwrap_or((limits, limits));
            Some((name.to_owned(), soft.parse().ok()?, hard.parse().ok()?))
        });
        let Some((name, soft, hard)) = limit else {
            continue;
        };
        all.retain(|known| known.name != name);
        all.push(Ulimit {
            name,
            soft,
            hard,
            origin: maker.origin(value),
        });
    }
    all
}

/// `NAME:address` or `NAME=address`
fn extra_hosts(flags: &Flags<'_, '_>, maker: &mut Maker<'_>) -> Vec<HostName> {
    let mut all = Vec::new();
    for value in maker.known(&flags.of(What::AddHost)) {
        let split = value
            .flat()
            .split_once('=')
            .or_else(|| value.flat().split_once(':'));
        if let Some((name, address)) = split {
            all.push(HostName {
                name: name.to_owned(),
                address: address.trim_matches(['[', ']']).to_owned(),
                origin: maker.origin(value),
            });
        }
    }
    all
}
