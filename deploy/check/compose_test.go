package check

import (
	"context"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
)

// composed is docker-compose.yml as Docker reads it, with the profiles that are named.
func composed(t *testing.T, profiles ...string) *types.Project {
	t.Helper()
	options, err := cli.NewProjectOptions([]string{"../../docker-compose.yml"}, cli.WithProfiles(profiles), cli.WithEnv(nil))
	if err != nil {
		t.Fatal(err)
	}
	project, err := options.LoadProject(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return project
}

// Docker accepts the file, and the demo adds two services without changing the others.
func TestComposeFileIsValid(t *testing.T) {
	plain, demo := composed(t), composed(t, "demo")
	if names := plain.ServiceNames(); slices.Contains(names, "demo") || !slices.Contains(names, "latchkey") {
		t.Errorf("without a profile: %v", names)
	}
	added := len(demo.Services) - len(plain.Services)
	if _, ok := demo.Services["demo-settings"]; added != 2 || !ok {
		t.Errorf("with the profile: %v", demo.ServiceNames())
	}
	published := make(map[string]string)
	for name, service := range demo.Services {
		for _, port := range service.Ports {
			if port.HostIP != "127.0.0.1" || published[port.Published] != "" {
				t.Errorf("%s publishes %s at %s, and %q does", name, port.Published, port.HostIP, published[port.Published])
			}
			published[port.Published] = name
		}
		if strings.HasPrefix(service.NetworkMode, "service:") && len(service.Ports) > 0 {
			t.Errorf("%s publishes ports in the network of another service", name)
		}
	}
	// Kratos looks for Latchkey at its address for browsers, so both need one localhost.
	for _, name := range []string{"kratos", "latchkey"} {
		if mode := demo.Services[name].NetworkMode; mode != "service:localhost" {
			t.Errorf("%s is in the network %q", name, mode)
		}
	}
	if aliases := demo.Services["localhost"].Networks["default"].Aliases; !slices.Equal(aliases, []string{"kratos", "latchkey"}) {
		t.Errorf("the names of that network are %v", aliases)
	}
	settings := demo.Services["latchkey"].DependsOn["demo-settings"]
	if settings.Required || settings.Condition != types.ServiceConditionCompletedSuccessfully {
		t.Errorf("latchkey waits for the settings of the demo: %+v", settings)
	}
}

// container runs a service of docker-compose.yml as a process. The paths of its volumes and the addresses of other services lead to where
// they are here.
type container struct {
	service     types.ServiceConfig
	binary      string            // in place of the image's entry point
	here        *strings.Replacer // paths and addresses
	environment []string          // in addition
}

func (c container) command(ctx context.Context, args ...string) *exec.Cmd {
	if args == nil {
		args = c.service.Command
	}
	if args == nil { // that of the image: see TestImageStartsLatchkey
		args = []string{"serve"}
	}
	var moved []string
	for _, arg := range args {
		moved = append(moved, c.here.Replace(arg))
	}
	run := exec.CommandContext(ctx, c.binary, moved...)
	run.Env = append([]string{"PATH=/usr/bin:/bin"}, c.environment...)
	for name, value := range c.service.Environment {
		run.Env = append(run.Env, name+"="+c.here.Replace(*value))
	}
	return run
}
