ROLE = "user"
if ROLE != "admin‮ ⁦# check⁩ ⁦":
    print("not an administrator")
NAME = "second ‫ line"
