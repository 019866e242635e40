import xmlrpc
import xmlrpc.client
import xmlrpc.server as s
from xmlrpc import client
from xmlrpc.client import ServerProxy
import xmlrpclib
import jsonrpc
