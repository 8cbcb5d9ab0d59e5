// Package account owns the terms for people at Kratos: an identity with its addresses and role, and a session with its
// methods. It makes no call; the kratos package reads them, and the packages that decide take them as arguments.
package account
