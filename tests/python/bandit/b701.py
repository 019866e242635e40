import jinja2
from jinja2 import Environment, select_autoescape, Template
from jinja2.sandbox import SandboxedEnvironment
import jinja2 as j

jinja2.Environment()
jinja2.Environment(autoescape=False)
jinja2.Environment(autoescape=True)
jinja2.Environment(autoescape=select_autoescape())
jinja2.Environment(autoescape=jinja2.select_autoescape(["html"]))
jinja2.Environment(autoescape=chosen)
jinja2.Environment(autoescape=chosen())
jinja2.Environment(loader=jinja2.FileSystemLoader("x"))
jinja2.Environment(
    loader=loader,
    autoescape=False,
)
Environment(autoescape=True, loader=loader)
Environment(loader=loader)
j.Environment()
Template("x")
SandboxedEnvironment()
jinja2.Environment(loader=make(autoescape=True))
jinja2.Environment(**options)
other.Environment()
