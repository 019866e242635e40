import pickle
import dill
import shelve
import jsonpickle
import pandas as pd
import pickle as p
import _pickle
from pickle import load, loads as from_bytes
import joblib
import cloudpickle

pickle.loads(data)
pickle.load(file)
pickle.Unpickler(file).load()
pickle.dumps(data)
p.loads(data)
load(file)
from_bytes(data)
_pickle.loads(data)
dill.loads(data)
dill.load(file)
dill.Unpickler(file)
shelve.open("x")
shelve.DbfilenameShelf("x")
shelve.Shelf({})
jsonpickle.decode(text)
jsonpickle.encode(value)
jsonpickle.unpickler.decode(text)
jsonpickle.unpickler.Unpickler()
pd.read_pickle("x")
pd.read_csv("x")
joblib.load("x")
cloudpickle.loads(data)
self.pickle.loads(data)
list(map(pickle.loads, items))
x = (
    pickle
    .loads(data)
)


class Reader(pickle.Unpickler):
    pass
