import ftplib
from ftplib import FTP, FTP_TLS

ftplib.FTP("host")
FTP("host")
ftplib.FTP_TLS("host")
FTP_TLS("host")
with FTP("host") as connection:
    connection.login()
ftplib.all_errors
