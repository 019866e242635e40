import torch
import torch.serialization
from torch import load
import torch as t

torch.load("x")
torch.load("x", weights_only=True)
torch.load("x", weights_only=False)
torch.load("x", weights_only=FLAG)
torch.load("x", map_location="cpu")
torch.serialization.load("x")
t.load("x")
load("x")
torch.save({}, "x")
torch.jit.load("x")
model.load_state_dict(
    torch.load("x"),
)
