//! The front ends together.

use super::*;

/// The code of each program, with the bytes of the file that it was written with.
fn found(path: &str, content: &str) -> Vec<(Language, String, String)> {
    let programs = programs(path, content, None).programs;
    let row = |own: &ProgramText| {
        let map = own.map.as_ref().expect("inside of a text");
        let place = map.outer(0..own.content.len()).expect("a place");
        let written = content.get(place).expect("bytes of the file");
        (own.language, own.content.clone(), written.to_owned())
    };
    programs.iter().map(row).collect()
}

fn codes(path: &str, content: &str) -> Vec<String> {
    let found = found(path, content).into_iter();
    found.map(|(_, code, _)| code).collect()
}

/// What a text holds: in which language, what it is called, the code.
fn rows(all: &Programs) -> Vec<(Language, &str, &str)> {
    let all = all.programs.iter();
    all.map(|own| (own.language, own.title.as_str(), own.content.as_str()))
        .collect()
}

/// A node of Dify that runs a scalar as it is written.
fn app_with(language: &str, scalar: &str) -> String {
    format!(
        "workflow:\n  graph:\n    nodes:\n    - id: a\n      data:\n        type: code\n        code_language: {language}\n        code: {scalar}\n"
    )
}

/// The nodes of a FastGPT export with one that runs a JSON string as it is written.
fn nodes_with(language: &str, quoted: &str) -> String {
    format!(
        "[{{\"nodeId\": \"a\", \"name\": \"run\", \"flowNodeType\": \"code\", \"inputs\": [{{\"key\": \"codeType\", \"value\": \"{language}\"}}, {{\"key\": \"code\", \"value\": {quoted}}}]}}]"
    )
}

#[test]
fn arguments_of_interpreters_are_programs() {
    for (script, code) in [
        ("python3 -c 'import os'", "import os"),
        ("/usr/bin/python3.11 -Ic \"import os\"", "import os"),
        ("env X=1 python -uc 'x'", "x"),
        ("env -S 'python3 -c x'", "x"),
        ("X=1 exec python -c x", "x"),
        ("sh -c \"python -c 'x y'\"", "x y"),
        ("sudo -u a bash -lc 'exec python3 -c x'", "x"),
        ("if ! python -c x; then y; fi", "x"),
        ("a=$(python -c x)", "x"),
        ("echo `python -c x`", "x"),
        ("python3 - <<EOF\nimport os\nEOF\n", "import os\n"),
        ("python3 <<-'EOF'\n\timport os\n\tEOF\n", "import os\n"),
        ("cat <<EOF | python3\nx\nEOF\n", "x\n"),
        ("echo 'import os' | python3 -", "import os"),
        ("printf 'a\\nb' | python3", "a\nb"),
        ("python3 <<< 'import os'", "import os"),
        ("cat > /app/x.py <<'EOF'\nx = 1\nEOF\n", "x = 1\n"),
        ("bash <<EOF\npython -c x\nEOF\n", "x"),
        ("eval \"python -c 'x'\"", "x"),
        ("docker exec app python -c x", "x"),
        ("timeout 5 python -c x", "x"),
        ("python -m timeit -s 'import os'", "import os"),
        ("python -c \"import $MOD\"", "import _MOD"),
        ("python3 <<EOF\nprint('\\$x')\nEOF\n", "print('$x')\n"),
    ] {
        let script = format!("#!/bin/sh\n{script}");
        assert_eq!(codes("run.sh", &script), [code], "{script}");
    }
    for script in [
        "echo python -c x",
        "python main.py -c x",
        "python3 -m http.server",
        "apt-get install -y python3",
        "pip install -c python",
        "# python -c x",
        "cat <<EOF\npython -c x\nEOF\n",
    ] {
        let script = format!("#!/bin/sh\n{script}");
        assert!(codes("run.sh", &script).is_empty(), "{script}");
    }
}

#[test]
fn compose_files_hold_programs() {
    let text = "services:\n  a:\n    command: [\"python\", \"-c\", \"import os\\nos.getcwd()\"]\n  b:\n    entrypoint: python -uc\n    command: ['x = 1']\n  c:\n    healthcheck:\n      test: [CMD-SHELL, \"python3 -c 'y' || exit 1\"]\n  d:\n    command: |\n      sh -c \"python -c 'z'\"\n  e:\n    healthcheck:\n      test: [CMD, python, -c, w]\n    post_start:\n      - command: python -c v\n    build:\n      dockerfile_inline: |\n        FROM a\n        RUN python -c u\n";
    let expected = ["import os\nos.getcwd()", "x = 1", "y", "z", "w", "v", "u"];
    assert_eq!(codes("compose.yaml", text), expected);
    let first = found("compose.yaml", text).remove(0);
    assert_eq!(first.2, "import os\\nos.getcwd()");
}

#[test]
fn dockerfiles_hold_programs() {
    let text = "FROM python\nRUN python -c 'a' && \\\n    pip install x\nCMD [\"python\", \"-c\", \"b\"]\nRUN python3 - <<EOF\nc\nEOF\nRUN <<EOF\npython -c d\nEOF\nRUN <<EOF\n#!/usr/bin/env python3\ne\nEOF\nHEALTHCHECK --interval=5s CMD python -c f\nHEALTHCHECK CMD [\"python\", \"-c\", \"g\"]\nCOPY <<EOF /app/main.py\nh\nEOF\nRUN --mount=type=cache,target=/x python -c \"i; \\\n  j\"\nSHELL [\"python\", \"-c\"]\nRUN k\n";
    let expected = [
        "a",
        "b",
        "c\n",
        "d",
        "#!/usr/bin/env python3\ne\n",
        "f",
        "g",
        "h\n",
        "i;   j",
        "k",
    ];
    assert_eq!(codes("Dockerfile", text), expected);
}

#[test]
fn cells_of_a_notebook_are_one_program() {
    let text = r#"{"cells": [
  {"cell_type": "code", "source": ["import os\n", "x = \"a\\n\""]},
  {"cell_type": "markdown", "source": "```python\nm\n```"},
  {"cell_type": "code", "source": "%%bash\npython -c 'b'\n"},
  {"cell_type": "code", "source": "%%timeit -n 3\nt()"},
  {"cell_type": "code", "source": "%%time f(1)\ng()"},
  {"cell_type": "code", "source": "%%python\np"},
  {"cell_type": "code", "source": "broken("},
  {"cell_type": "code", "source": "%%R\nsystem('x')"},
  {"cell_type": "code", "source": "!ls\n%cd /"}
 ], "metadata": {"kernelspec": {"language": "python"}}}"#;
    let all = programs("a.ipynb", text, None);
    assert_eq!(
        rows(&all),
        [
            (Language::Python, "cell 2", "m\n"),
            (Language::Shell, "cell 3", "python -c 'b'\n"),
            (Language::Python, "cell 3", "b"),
            (Language::Python, "cell 6", "p"),
            (Language::IPython, "cell 7", "broken("),
            (
                Language::IPython,
                "",
                "import os\nx = \"a\\n\"\nt()\n%time f(1)\ng()\n!ls\n%cd /\n"
            ),
        ]
    );
    let why: Vec<&str> = all.not_analysed.iter().map(|own| own.why).collect();
    assert_eq!(why, ["not-analysed.shell", "not-analysed.language"]);
    let whole = all.programs.last().expect("the joined cells");
    let at = whole.content.find("!ls").expect("there");
    let place = whole.map.as_ref().and_then(|map| map.outer(at..at + 3));
    assert_eq!(place.and_then(|place| text.get(place)), Some("!ls"));
    let other = text.replace("\"python\"}", "\"R\"}");
    let other = programs("a.ipynb", &other, None);
    assert!(
        other
            .programs
            .iter()
            .all(|own| own.language != Language::IPython)
    );
    assert_eq!(programs("a.ipynb", "{\"cells\": [", None).problems.len(), 1);
}

#[test]
fn fences_of_markdown_are_programs() {
    let text = "# T\n```python title=\"x\"\na\n```\n- item\n\n  ~~~py\n  b\n    c\n  ~~~\n> ```{.python}\n> d\n> ```\n````python\n```\ne\n````\n```pycon\n>>> f\n1\n```\n```bash\n$ python -c 'g'\n```\n```js\nh\n```\n```python\ni";
    let expected = ["a\n", "b\n  c\n", "d\n", "```\ne\n", "f\n", "g", "i"];
    assert_eq!(codes("README.md", text), expected);
}

const APP: &str = r#"kind: app
workflow:
  environment_variables:
    - {name: API_KEY, value_type: string, value: made-up-1}
  graph:
    edges:
      - {source: '1', target: '2'}
      - {source: '2', target: '3'}
    nodes:
      - id: '1'
        data: {type: llm, title: ask, prompt_template: [{edition_type: jinja2, jinja2_text: "{{ x }}"}]}
      - id: '2'
        data:
          type: code
          title: take
          code_language: python3
          code: "import os\n\ndef main(x):\n\
            \    return {}\n"
          variables: [{variable: x, value_selector: ['1', text]}]
      - id: '3'
        data:
          type: http-request
          title: send
          url: http://sandbox:8194/{{#2.code#}}
          headers: "X-Api-Key:made-up\nA: {{#env.K#}}"
          authorization: {type: api-key, config: {api_key: made-up-2, type: bearer}}
          body: {type: json, data: [{key: '', value: '{"code": "{{#2.code#}}"}'}]}
      - id: '4'
        data: {type: code, title: js, code_language: javascript, code: "eval(1)"}
"#;

#[test]
fn apps_of_dify_are_read_as_graphs() {
    let all = programs("app.yml", APP, None);
    assert_eq!(
        rows(&all),
        [
            (Language::Jinja2, "ask", "{{ x }}"),
            (
                Language::Python,
                "take",
                "import os\n\ndef main(x):\n    return {}\n"
            ),
            (Language::JavaScript, "js", "eval(1)"),
        ]
    );
    assert!(all.programs.iter().all(|own| own.is_generated));
    let flow = all.workflows.first().expect("a workflow");
    assert_eq!(flow.edges, [(0, 1), (1, 2)]);
    let request = flow.nodes.get(2).and_then(|node| node.request.as_ref());
    let request = request.expect("a request");
    assert!(
        request
            .url
            .markers
            .iter()
            .all(|marker| flow.is_from_model(marker))
    );
    let names: Vec<&str> = request.fields.iter().map(|own| own.name.as_str()).collect();
    assert_eq!(names, ["X-Api-Key", "A", "Authorization", "", "code"]);
    let key = request.fields.first().expect("a header");
    assert_eq!(APP.get(key.place.clone()), Some("made-up"));
    let secrets: Vec<&str> = flow.secrets().map(|(_, value)| value.expose()).collect();
    assert_eq!(secrets, ["made-up", "made-up-2", "made-up-1"]);
    let hits = flow.nodes.get(3).map(|node| node.hits.as_slice());
    let hit = hits.and_then(<[Hit]>::first).expect("a hit");
    assert_eq!(APP.get(hit.place.clone()), Some("eval"));
    assert_eq!(all.not_analysed.len(), 1);
}

#[test]
fn exports_of_fastgpt_have_many_shapes() {
    let nodes = r#"[{"nodeId": "a", "name": "run", "flowNodeType": "code", "inputs": [
        {"key": "codeType", "value": "py"}, {"key": "code", "value": "import os\nos.system('x')"}]},
        {"nodeId": "b", "name": "js", "flowNodeType": "code", "inputs": [
        {"key": "code", "value": "fetch('/')"}]}]"#;
    for text in [
        format!("{{\"nodes\": {nodes}, \"edges\": []}}"),
        format!("{{\"workflow\": {{\"nodes\": {nodes}}}}}"),
        format!("[{{\"modules\": {nodes}}}]"),
    ] {
        let all = programs("x.json", &text, None);
        let first = all.programs.first().expect("a program");
        assert_eq!(first.language, Language::Python);
        assert_eq!(first.runtime, Runtime::FastgptSandbox);
        assert_eq!(first.content, "import os\nos.system('x')");
        assert_eq!(all.not_analysed.len(), 1);
        assert_eq!(all.workflows.len(), 1);
    }
}

/// A random program with everything that has to be written otherwise somewhere.
fn any_code() -> impl proptest::strategy::Strategy<Value = String> {
    "[a-z \n\"'\\\\\t#:{}密😀é\u{a0}(),=]{0,60}"
}

fn places_are_right(path: &str, outer: &str, language: Language, code: &str) {
    let all = programs(path, outer, None);
    let own = all.programs.iter().find(|own| own.language == language);
    if code.trim().is_empty() {
        return;
    }
    let own = own.unwrap_or_else(|| panic!("nothing found in {outer}"));
    assert_eq!(own.content, code, "{outer}");
    let map = own.map.as_ref().expect("a map");
    for (at, c) in code.char_indices() {
        let place = map.outer(at..at + c.len_utf8()).expect("a place");
        let written = outer.get(place).expect("bytes of the file");
        assert!(means(written, c), "{c:?} is written {written:?} in {outer}");
    }
}

/// Whether a piece of a quoted scalar stands for a character.
fn means(written: &str, c: char) -> bool {
    let mut plain = String::new();
    plain.push(c);
    let json: Option<String> = serde_json::from_str(&format!("\"{written}\"")).ok();
    let folded = written.trim_matches([' ', '\n', '\\']).is_empty();
    written == plain
        || json.as_deref() == Some(plain.as_str())
        || written == "''" && c == '\''
        || written == "\\_" && c == '\u{a0}'
        || folded && c.is_whitespace()
}

/// A double-quoted scalar as Dify writes it, each line on a line of its own, and what it stands for.
fn folded(code: &str) -> (String, String) {
    let lines: Vec<String> = code
        .split('\n')
        .map(|line| {
            let quoted = serde_json::to_string(line).expect("JSON");
            quoted
                .strip_prefix('"')
                .expect("quoted")
                .strip_suffix('"')
                .expect("quoted")
                .to_owned()
        })
        .collect();
    let scalar = lines.join("\\n\\\n            \\ ");
    (format!("\"{scalar}\""), code.replace('\n', "\n "))
}

#[test]
fn hostile_texts_take_no_time() {
    let many = |piece: &str| piece.repeat(200_000);
    let app = |code: &str, language: &str| app_with(language, &format!("|\n          {code}"));
    for (path, text) in [
        ("a.sh", many("python|")),
        ("a.sh", many("python <<A\n")),
        ("a.sh", format!("python -c \"{}\"", many("$a"))),
        ("a.sh", many("py $(")),
        ("a.sh", many("py >a\n")),
        ("a.md", many("```python\n")),
        ("a.md", many("> ")),
        ("a.yml", app(&many("{{"), "python3")),
        ("a.yml", app(&many("=/["), "javascript")),
        ("a.yml", app(&many("`${"), "javascript")),
        ("a.yml", app(&many("\\"), "javascript")),
        ("a.ipynb", many("[")),
        (
            "a.ipynb",
            format!("{{\"cells\": [{}1]}}", many("{\"source\": \"(\"},")),
        ),
        ("Dockerfile", many("RUN python <<A\n")),
    ] {
        let start = std::time::Instant::now();
        let count = programs(path, &text, None).programs.len();
        let sample: String = text.chars().rev().take(40).collect();
        assert!(
            start.elapsed().as_secs() < 20,
            "{path}: {sample}: {count} programs, {:?}",
            start.elapsed()
        );
    }
}

proptest::proptest! {
    #[test]
    fn places_in_strings_of_json_are_those_of_the_code(code in any_code()) {
        let quoted = serde_json::to_string(&code).expect("JSON");
        let text = format!("{{\"nodes\": {}}}", nodes_with("py", &quoted));
        places_are_right("x.json", &text, Language::Python, &code);
    }

    #[test]
    fn places_in_scalars_of_yaml_are_those_of_the_code(code in any_code(), style in 0..3) {
        let (scalar, code) = match style {
            0 => (serde_json::to_string(&code).expect("JSON"), code),
            1 => folded(&code),
            _ if code.contains('\n') || code.contains('\t') => return Ok(()),
            _ => (format!("'{}'", code.replace('\'', "''")), code),
        };
        let text = app_with("python3", &scalar);
        places_are_right("x.yml", &text, Language::Python, &code);
    }

    #[test]
    fn nothing_panics(text in "[\\PC\n]{0,200}", path in 0..6_usize) {
        let paths = ["a.ipynb", "a.yml", "a.json", "a.md", "a.sh", "Dockerfile"];
        let text = format!("{text} python -c \"graph\" \"nodes\" {text}");
        let path = paths.get(path).copied().unwrap_or_default();
        let all = programs(path, &text, None);
        for own in &all.programs {
            let map = own.map.as_ref().expect("a map");
            let place = map.outer(0..own.content.len()).unwrap_or_default();
            proptest::prop_assert!(text.get(place).is_some());
        }
    }
}
