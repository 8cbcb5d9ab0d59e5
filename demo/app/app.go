// Package app is a sample application: it stands for your own application, and for your pages for Ory Kratos. Users
// register at Kratos with a password, and sign in with that or with a passkey; either way the session is Kratos' own.
// It owns these pages and leaves starting Kratos and Latchkey to package demo. Read and copy it:
//
//	pages/app.js  signs in with a passkey, using Latchkey's SDK
//	kratos.go     asks Kratos whose session it is, server to server
//	vault.go      a page behind a step-up; asks Latchkey, server to server
//	flow.go       Kratos' forms: registration, login, settings
//	home.go       the home page, and signing out
//
//	GET  /                                home
//	GET  /vault                           for users who have just used a passkey
//	GET  /registration /login /settings   ?flow=, where Kratos redirects users
//	GET  /error                           ?id=, where Kratos redirects users after an error
//	GET  /app.css /app.js /logo.svg
//	POST /logout
package app

import "net/http"

// Config holds the addresses. No address ends with a slash.
type Config struct {
	URL             string // this application, for browsers
	KratosURL       string // Kratos' public API, for browsers
	KratosPublicURL string // the same, for this server
	LatchkeyURL     string // for browsers

	LatchkeyPublicURL string // the same, for this server

	FrontEnds []string // origins of other applications, to which Kratos redirects users who used the forms here
}

// App is an http.Handler. It stores nothing: sessions are at Kratos, passkeys at Latchkey.
type App struct {
	cfg     Config
	client  *http.Client
	handler http.Handler
}
