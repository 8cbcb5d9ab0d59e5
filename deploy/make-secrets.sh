#!/bin/sh
# Makes the secrets of docker-compose.yml, each once: make-secrets.sh FOLDER
#
# FOLDER gets one folder for each service, which sees no other: postgres (the passwords of the three roles), kratos
# (three more configuration files: one with dsn and secrets, one with the hook that asks Latchkey before settings change, one with
# Latchkey as OpenID provider) and latchkey (dsn, cipher, and what it shares with Kratos).
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
random 32 | keep latchkey/login

# Settings of the demo, which writes them after this script if it is started.
echo '{}' >latchkey/latchkey.yml

keep kratos/login.yml <<END
selfservice:
  methods:
    oidc:
      enabled: true
      config:
        providers:
          - id: passkey
            provider: generic
            label: a passkey
            client_id: kratos
            client_secret: $(cat latchkey/login)
            issuer_url: http://localhost:4477
            scope: [openid]
            pkce: auto
            # Only reached by a subject that is not linked: nobody gets an account this way.
            mapper_url: base64://ZXJyb3IgJ3Bhc3NrZXkgc2lnbi1pbiBpcyBvbmx5IGZvciBpZGVudGl0aWVzIHRoYXQgd2VyZSBsaW5rZWQgaW4gYWR2YW5jZSc=
END

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
