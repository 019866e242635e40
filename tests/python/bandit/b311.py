import random
import random as rnd
import secrets
from random import choice, shuffle, SystemRandom

random.random()
random.Random(1)
random.randrange(1, 2)
random.randint(1, 2)
random.choice(items)
random.choices(items)
random.uniform(1, 2)
random.triangular(1, 2)
random.randbytes(8)
random.sample(items, 2)
random.getrandbits(8)
random.shuffle(items)
random.seed(1)
random.gauss(0, 1)
random.SystemRandom().choice(items)
rnd.choice(items)
choice(items)
shuffle(items)
SystemRandom()
secrets.choice(items)
numpy.random.choice(items)
rng.random()
random.Random().choice(items)
picker = random.choice
