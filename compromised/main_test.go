package compromised_test

import (
	"os"
	"testing"

	"latchkey/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }
