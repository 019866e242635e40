import flask
import markupsafe
from flask import Markup as M
from markupsafe import Markup, escape

Markup("constant")
Markup(value)
Markup(f"<b>{value}</b>")
Markup("<b>%s</b>" % value)
Markup("<b>{}</b>").format(value)
Markup("<b>" + value)
Markup()
Markup(object=value)
Markup(escape(value))
Markup.escape(value)
markupsafe.Markup(value)
flask.Markup(value)
M(value)
other.Markup(value)
Markup(
    value,
)
