package check

import (
	"os"
	"strings"
	"testing"

	connection "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	"google.golang.org/protobuf/encoding/protojson"
	"sigs.k8s.io/yaml"

	// The types that the block names.
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/ext_authz/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/header_mutation/v3"
	_ "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/router/v3"
)

// readByEnvoy reads http_filters as Envoy does when it starts: by the types of its API, and by their rules.
func readByEnvoy(t *testing.T, block string) error {
	t.Helper()
	filters, err := yaml.YAMLToJSON([]byte("stat_prefix: app\nroute_config: {}\n" + block))
	if err != nil {
		t.Fatal(err)
	}
	manager := new(connection.HttpConnectionManager)
	if err := protojson.Unmarshal(filters, manager); err != nil {
		return err
	}
	if err := manager.ValidateAll(); err != nil {
		return err
	}
	for _, filter := range manager.HttpFilters {
		of, err := filter.GetTypedConfig().UnmarshalNew()
		if err != nil {
			return err
		}
		if err := of.(interface{ ValidateAll() error }).ValidateAll(); err != nil {
			return err
		}
	}
	return nil
}

// Envoy's API knows all that the block for it sets.
func TestEnvoyReadsItsBlock(t *testing.T) {
	text, err := os.ReadFile("../../docs/forward-auth-proxies.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## Envoy\n")
	_, block, _ := strings.Cut(section, "```yaml\n")
	block, _, _ = strings.Cut(block, "```")
	if err := readByEnvoy(t, block); err != nil {
		t.Errorf("%v\n%s", err, block)
	}
	for right, wrong := range map[string]string{
		"failure_mode_allow: false": "failure_mode_deny: true", // no such setting
		"cluster: latchkey, ":       "",                        // required
		"ext_authz.v3.ExtAuthz":     "ext_authz.v3.Authz",      // no such type
	} {
		if changed := strings.Replace(block, right, wrong, 1); changed == block || readByEnvoy(t, changed) == nil {
			t.Errorf("%s in place of %s passes", wrong, right)
		}
	}
}
