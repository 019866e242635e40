import mako
import mako.template
from mako import template
from mako.template import Template
from mako.lookup import TemplateLookup

Template("x")
mako.template.Template("x")
template.Template(filename="x")
TemplateLookup(["x"])
string.Template("x")
Template(
    "x",
).render()
