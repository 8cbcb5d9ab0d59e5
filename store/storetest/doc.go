// Package storetest contains the conformance suite that every driver of package store must pass, and temporary PostgreSQL
// servers for the tests of all packages.
//
// A package whose tests use Postgres has
//
//	func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }
//
// and storetest.Postgres(t) returns the DSN of a new, empty schema. The server is started at the first call and stopped
// by Main; LATCHKEY_TEST_POSTGRES is the DSN of another server to use instead. Package migrated makes databases that have
// the schema already. The package does not depend on a driver.
package storetest
