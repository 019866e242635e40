from django.utils.safestring import mark_safe
from django.utils import safestring
import django.utils.safestring as ss
import django.utils.safestring

mark_safe("<b>constant</b>")
mark_safe(value)
safestring.mark_safe(value)
ss.mark_safe(f"<b>{value}</b>")
django.utils.safestring.mark_safe("x" + value)
mark_safe
other.mark_safe(value)


@mark_safe
def render():
    return "x"
