import marshal
from marshal import loads

marshal.loads(data)
marshal.load(file)
marshal.dumps(data)
loads(data)
marshal.version
json.loads(data)
