from flask import Flask

app = Flask(__name__)
app.run()
app.run(debug=False)
app.run(debug=True)
app.run(debug=1)
app.run(
    port=80,
    debug=True,
)
app.run(debug="True")
Flask("x").run(debug=True)
other.thing.run(debug=True)
run(debug=True)
app.start(debug=True)
app.run(**{"debug": True})
DEBUG = True
app.run(debug=DEBUG)
