// Package authz answers reverse proxies: may a request go on to the application, and whose is it? It owns what a proxy may
// demand and how it says so, the page where the user gets what is missing, and the challenge of RFC 9470. It leaves the
// decision to standing and assurance, and HTTP to api.
package authz
