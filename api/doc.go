// Package api owns both HTTP listeners: routes, request parsing, problem documents, rate limits and openapi.yaml. It
// leaves all decisions to the packages that rules connects: a handler parses, calls and renders.
//
// The main routes of the public listener:
//
//	POST   /v1/registration/begin|finish   session
//	POST   /v1/login/begin|finish          anyone
//	POST   /v1/step-up/begin|finish        session
//	POST   /v1/confirmations/begin|finish  session
//	GET    /v1/session                     session
//	ANY    /v1/authz[;parameters][/…]      session; for proxies
//	GET    /v1/passkeys                    session
//	PATCH  /v1/passkeys/{id}               session
//	DELETE /v1/passkeys/{id}               fresh session
//	POST   /hooks/kratos/{event}           Kratos, by its key
//	GET    /oauth2/authorize, /oauth2/deny, POST /oauth2/token
//	GET    /.well-known/openid-configuration, /.well-known/jwks.json
//	GET    /health/alive, /health/ready, /openapi.yaml
//	and the routes of the pages (web)
//
// The main routes of the admin listener, each with its scope:
//
//	GET    /admin/v1/identities[/{id}]                    read
//	POST   /admin/v1/identities/{id}/mfa-reset            reset
//	GET    /admin/v1/mfa-resets[/{id}]                    read
//	POST   /admin/v1/mfa-resets/{id}/approve|cancel       reset
//	GET    /admin/v1/passkeys[/{id}]                      read
//	POST   /admin/v1/passkeys/{id}/revoke|suspend|resume  revoke
//	GET    /admin/v1/audit-events                         read
//	GET    /admin/v1/stats                                read
//	GET    /admin/v1/deliveries                           read
//	POST   /admin/v1/deliveries/{id}/retry                revoke
//	GET    /admin/v1/me                                   any
//	GET    /admin/v1/keys, POST, DELETE /{id}             keys
//	GET    /metrics                                       read; without a key on a listener of its own
//
// openapi.yaml lists all routes.
package api
