import yaml
import yaml as y
from yaml import load, SafeLoader, CSafeLoader

yaml.load(text)
yaml.load(text, Loader=yaml.Loader)
yaml.load(text, Loader=yaml.FullLoader)
yaml.load(text, Loader=yaml.UnsafeLoader)
yaml.load(text, Loader=yaml.SafeLoader)
yaml.load(text, Loader=yaml.CSafeLoader)
yaml.load(text, SafeLoader)
yaml.load(text, CSafeLoader)
yaml.load(text, yaml.SafeLoader)
yaml.load(text, yaml.Loader)
yaml.load(text, Loader=make())
yaml.load(
    text,
    Loader=OwnLoader,
)
yaml.safe_load(text)
yaml.unsafe_load(text)
yaml.full_load(text)
yaml.load_all(text)
y.load(text)
load(text)
json.load(text)
self.yaml.load(text)
