from pysnmp.hlapi import CommunityData
import pysnmp.hlapi as h

CommunityData("public", mpModel=0)
CommunityData("public", mpModel=1)
CommunityData("public", mpModel=2)
CommunityData("public")
CommunityData("public", "x", 0)
h.CommunityData("public", mpModel=0)
other.CommunityData("public", mpModel=0)
CommunityData(
    "public",
    mpModel=1,
)
