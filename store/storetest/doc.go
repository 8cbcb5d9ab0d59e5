// Package storetest owns what proves a store: the conformance suite that every driver passes, and the throw-away
// PostgreSQL that tests of all rooms run against.
//
// A package that uses Postgres gives its tests
//
//	func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }
//
// and then storetest.Postgres(t) is the DSN of an empty schema of its own. The server is started at the first call
// and stopped by Main; LATCHKEY_TEST_POSTGRES names another to use instead. Nothing here knows a driver of ours.
package storetest
