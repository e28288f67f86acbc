#!/bin/bash
# What the products' databases hold before the worker comes: the reference schemas with the sample's users.
set -euo pipefail

psql_on() {
    psql --username "$POSTGRES_USER" --dbname "$1" --set ON_ERROR_STOP=1 --quiet --no-psqlrc "${@:2}"
}

for database in coordinator qm wfm registry; do
    psql_on postgres --command "create database $database"
done
psql_on qm --file /reference/qm/schema.sql --file /reference/qm/demo-data.sql
psql_on wfm --file /reference/wfm/schema.sql --file /reference/wfm/alert.sql --file /reference/wfm/demo-data.sql
for database in qm wfm; do
    psql_on "$database" --command "select demo.sample()" --output /dev/null
done
