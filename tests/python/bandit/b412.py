import wsgiref.handlers
from wsgiref.handlers import CGIHandler
from wsgiref.handlers import SimpleHandler
from wsgiref.handlers import BaseHandler, CGIHandler as H
import twisted.web.twcgi
from twisted.web.twcgi import CGIScript
from twisted.web.twcgi import CGIDirectory
import wsgiref.handlers.CGIHandler
