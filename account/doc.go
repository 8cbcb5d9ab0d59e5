// Package account owns the types for users at Kratos: an identity with its addresses and role, and a session with its
// methods. It makes no calls: kratos reads these values, and the packages that decide take them as arguments.
package account
