import ast
import builtins

eval("1 + 1")
eval(text)
eval(
    text,
    {},
)
builtins.eval(text)
ast.literal_eval(text)
model.eval()
evaluate(text)
calc = eval
list(map(eval, texts))
value = eval(eval("'1'"))


class Model:
    def eval(self):
        return self


def run(text):
    return [eval(part) for part in text]
