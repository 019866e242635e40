TEXT = "plain, 中文, é, \u202e"
