#!/bin/sh
# Runs one service of the image: `run-app apps/ingest-gateway`. `exec`, so that SIGTERM reaches Node and the service drains.
set -eu
main="dist/${1:?name a service, as apps/ingest-gateway}/src/main.js"
if [ ! -f "$main" ]; then
  echo "there is no service $1 in this image; there are:" dist/apps/* >&2
  exit 64
fi
shift
exec node --enable-source-maps "$main" "$@"
