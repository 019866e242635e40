import tarfile


def safe(archive):
    return [m for m in archive if not m.name.startswith("/")]


def unpack(name):
    archive = tarfile.open(name)
    archive.extractall()
    archive.extractall("out", members=safe(archive))
    archive.extractall("out", members=archive.getmembers())
    archive.extractall("out", members=[])
    archive.extractall("out", members=names)
    archive.extractall("out", filter="data")
    archive.extractall("out", filter="tar")
    archive.extractall("out", filter=tarfile.data_filter)
    archive.extract("x")
    tarfile.open(name).extractall()
    archive.my_extractall_now()
    tarfile.open(name) \
        .extractall(path="x")
