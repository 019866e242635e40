import paramiko
from paramiko import AutoAddPolicy, RejectPolicy, WarningPolicy, client

c = paramiko.SSHClient()
c.set_missing_host_key_policy(paramiko.AutoAddPolicy)
c.set_missing_host_key_policy(paramiko.AutoAddPolicy())
c.set_missing_host_key_policy(paramiko.WarningPolicy)
c.set_missing_host_key_policy(AutoAddPolicy())
c.set_missing_host_key_policy(WarningPolicy)
c.set_missing_host_key_policy(client.AutoAddPolicy())
c.set_missing_host_key_policy(paramiko.RejectPolicy())
c.set_missing_host_key_policy(RejectPolicy)
c.set_missing_host_key_policy(policy=AutoAddPolicy())
c.set_missing_host_key_policy(OwnPolicy())
c.set_missing_host_key_policy("AutoAddPolicy")
self.client.set_missing_host_key_policy(
    paramiko.AutoAddPolicy(),
)
c.load_system_host_keys()
