#!/bin/sh
# Run once by the Postgres image, on an empty volume: each service gets a database that only its own role can enter.
set -eu
for service in intake screening strategy edt_handover notifications timeline; do
    psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --set service="$service" \
        --set password="$DATABASE_PASSWORD" <<'SQL'
CREATE ROLE :"service" LOGIN PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service";
REVOKE CONNECT ON DATABASE :"service" FROM PUBLIC;
SQL
done
