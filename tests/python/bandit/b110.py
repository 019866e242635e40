try:
    work()
except:
    pass

try:
    work()
except Exception:
    pass

try:
    work()
except Exception as error:
    pass

try:
    work()
except ValueError:
    pass
except (
    Exception
):
    pass

try:
    work()
except (Exception,):
    pass

try:
    work()
except BaseException:
    pass

try:
    work()
except Exception:
    ...

try:
    work()
except Exception:
    pass
    pass

try:
    work()
except Exception:
    """quiet"""

try:
    work()
except builtins.Exception:
    pass

try:
    work()
except* Exception:
    pass
