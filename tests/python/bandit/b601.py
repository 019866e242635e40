import paramiko

client = paramiko.SSHClient()
client.exec_command("ls")
client.exec_command(text)
client.get_transport().open_session().exec_command(text)
client.invoke_shell()
self.ssh.exec_command(
    text,
)
exec_command(text)
client.my_exec_command(text)
run = client.exec_command
