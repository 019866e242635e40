from django.utils.safestring import mark_safe, SafeString
from django.utils import safestring

mark_safe("constant")
mark_safe(value)
constant = "<b>x</b>"
mark_safe(constant)


def page(text):
    mark_safe(text)
    own = "x"
    mark_safe(own)
    both = "a"
    both = text
    mark_safe(both)
    mark_safe("<b>%s</b>" % text)
    mark_safe("<b>%s</b>" % "x")
    mark_safe("<b>%s %s</b>" % ("x", own))
    mark_safe("<b>{}</b>".format(text))
    mark_safe("<b>{}</b>".format("x"))
    mark_safe("<b>{}</b>".format(own))
    mark_safe("<b>{a}</b>".format(a="x"))
    mark_safe(f"<b>{text}</b>")
    mark_safe("a" + "b")
    mark_safe(other(text))
    SafeString(text)
    SafeString("x")
    safestring.mark_safe(text)
    own += text
    mark_safe(own)
    if text:
        maybe = "x"
    else:
        maybe = "y"
    mark_safe(maybe)
    if text:
        mixed = "x"
    else:
        mixed = text
    mark_safe(mixed)
    for item in text:
        mark_safe(item)
    with open("x") as file:
        mark_safe(file)
    try:
        tried = "x"
    except ValueError:
        tried = "y"
    mark_safe(tried)
    (left, right) = ("x", text)
    mark_safe(left)
    mark_safe(right)
    mark_safe(unknown)
    copied = own
    mark_safe(copied)


async def later(text):
    mark_safe(text)
    mark_safe(
        text,
    )
