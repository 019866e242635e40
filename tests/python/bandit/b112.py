for item in items:
    try:
        work(item)
    except Exception:
        continue
    try:
        work(item)
    except:
        continue
    try:
        work(item)
    except KeyError:
        continue
    try:
        work(item)
    except Exception:
        log(item)
        continue
    try:
        work(item)
    except (Exception, KeyError):
        continue
    try:
        work(item)
    except Exception as e: continue
while True:
    try:
        work()
    except BaseException:
        continue
    else:
        continue
    finally:
        pass
