import logging
import logging.config
from logging.config import listen
from logging import config

logging.config.listen()
logging.config.listen(9030)
logging.config.listen(9030, verify=check)
logging.config.listen(9030, verify=None)
logging.config.listen(port=9030)
listen(9030)
config.listen()
logging.config.dictConfig({})
server.listen()
