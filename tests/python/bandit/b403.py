import pickle
import cPickle as c
import dill
import shelve
import pickle, subprocess
from pickle import loads
from .pickle import dumps
from . import pickle
import pickletools
import pickleshare
import mypickle
import shelves
import json
from dill.source import getsource
import importlib
from importlib import import_module

__import__("pickle")
importlib.import_module("pickle")
import_module("dill")
importlib.import_module(name="shelve")
importlib.import_module(name)
importlib.__import__("pickle")
try:
    import pickle5 as pickle
except ImportError:
    import pickle
