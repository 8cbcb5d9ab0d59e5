#!/bin/sh
# Makes a role and a database of its own for each service, when the PostgreSQL of docker-compose.yml starts for the
# first time. The password arrives in the environment, which other users of the machine cannot read.
set -eu
for name in kratos latchkey; do
	name="$name" password="$(cat "${SECRETS:-/run/secrets}/$name")" psql --username postgres --set ON_ERROR_STOP=1 <<'SQL'
\getenv name name
\getenv password password
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
SQL
done
