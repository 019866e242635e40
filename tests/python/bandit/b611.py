from django.db.models import F
from django.db.models.expressions import RawSQL
import django.db.models

RawSQL("select 1", [])
RawSQL("select %s" % name, [])
RawSQL(sql, [])
RawSQL(sql=sql, params=[])
RawSQL(sql="select 1", params=[])
Note.objects.annotate(a=RawSQL(f"select {name}", []))
expressions.RawSQL(sql, [])
RawSQL()
RawSQL(
    sql,
    [],
)
F("a")
