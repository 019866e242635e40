from pysnmp.hlapi import UsmUserData
import pysnmp.hlapi

UsmUserData("u")
UsmUserData("u", "a")
UsmUserData("u", "a", "p")
UsmUserData("u", authKey="a", privKey="p")
pysnmp.hlapi.UsmUserData("u")
other.UsmUserData("u")
