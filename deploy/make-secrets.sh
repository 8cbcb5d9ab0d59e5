#!/bin/sh
# Makes the secrets of docker-compose.yml, each once: make-secrets.sh FOLDER
#
# FOLDER gets one folder for each service, which sees no other: postgres (the passwords of the three roles), kratos
# (two more configuration files: one with dsn and secrets, one with the hook that asks Latchkey before settings change)
# and latchkey (dsn, cipher and the key of that hook).
set -eu
cd "$1"
mkdir -p postgres kratos latchkey

random() { # bytes, as hexadecimal digits
	od -A n -t x1 -N "$1" /dev/urandom | tr -d ' \n'
}

keep() { # file: standard input becomes its content, unless it is there already; no reader sees half a file
	if [ -e "$1" ]; then
		cat >/dev/null
		return
	fi
	cat >"$1.new"
	chmod 0444 "$1.new" # the services run as different users, and each folder is a volume of one service
	mv "$1.new" "$1"
}

for role in postgres kratos latchkey; do
	random 24 | keep "postgres/$role"
done

keep kratos/kratos.yml <<END
dsn: postgres://kratos:$(cat postgres/kratos)@postgres:5432/kratos?sslmode=disable
secrets:
  cookie: [$(random 32)]
  cipher: [$(random 16)]
END

keep latchkey/dsn <<END
postgres://latchkey:$(cat postgres/latchkey)@postgres:5432/latchkey?sslmode=disable
END
random 32 | keep latchkey/cipher
random 32 | keep latchkey/hook

keep kratos/hooks.yml <<END
selfservice:
  flows:
    settings:
      after: # each method: after.hooks is not asked before a change is stored
        password:
          hooks: &latchkey
            - hook: web_hook
              config:
                url: http://latchkey:4477/hooks/kratos/settings
                method: POST
                body: file:///etc/kratos/latchkey-settings.jsonnet
                auth: {type: api_key, config: {in: header, name: X-Hook-Key, value: $(cat latchkey/hook)}}
                response: {parse: true}
        totp: {hooks: *latchkey}
        lookup_secret: {hooks: *latchkey}
        webauthn: {hooks: *latchkey}
        passkey: {hooks: *latchkey}
        oidc: {hooks: *latchkey}
        profile: {hooks: *latchkey}
END
