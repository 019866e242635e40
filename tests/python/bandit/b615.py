import transformers
import datasets
import huggingface_hub
from transformers import AutoModel, AutoTokenizer as T
from datasets import load_dataset
from huggingface_hub import hf_hub_download, snapshot_download

AutoModel.from_pretrained("a/b")
AutoModel.from_pretrained("a/b", revision="main")
AutoModel.from_pretrained("a/b", revision="5d0f2e8")
AutoModel.from_pretrained("a/b", revision="5d0f2e8a7f1a7777d7dc0c13ac1a1a1a1a1a1a1a")
AutoModel.from_pretrained("a/b", revision=REVISION)
AutoModel.from_pretrained("a/b", revision="abc")
AutoModel.from_pretrained("./local")
AutoModel.from_pretrained("/srv/model")
AutoModel.from_pretrained("../model")
AutoModel.from_pretrained(name)
T.from_pretrained("a/b")
transformers.AutoModel.from_pretrained("a/b", revision="v1.0")
load_dataset("a/b")
load_dataset("a/b", revision="0123456789abcdef")
load_dataset("a/b", commit_id="0123456")
datasets.load_dataset("csv", data_files="x")
hf_hub_download("a/b", "x")
hf_hub_download(repo_id="a/b", filename="x")
hf_hub_download(repo_id="a/b", filename="x", revision="0123456")
snapshot_download("a/b")
huggingface_hub.snapshot_download("a/b", revision="main")
Own.from_pretrained("a/b")
AutoModel.from_config(config)
