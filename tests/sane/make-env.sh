#!/bin/sh
# sh make-env.sh SETTINGS [VENDOR_ENV] > .env
# The vendor's lines, with those of SETTINGS in their place; each HEX and KEY becomes a random value.
set -eu
if [ $# -gt 1 ]; then
  awk -F= 'NR == FNR { ours[$1]; next } !($1 in ours)' "$1" "$2"
fi
while IFS= read -r line; do
  case $line in
    *=HEX) echo "${line%HEX}$(od -An -v -tx1 -N15 /dev/urandom | tr -d ' \n')" ;;
    *=KEY) echo "${line%KEY}$(head -c 32 /dev/urandom | base64 | tr '+/' '-_' | tr -d '=\n')" ;;
    *) printf '%s\n' "$line" ;;
  esac
done < "$1"
