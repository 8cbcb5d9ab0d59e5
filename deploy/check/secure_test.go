package check

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	apps "k8s.io/api/apps/v1"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/pod-security-admission/api"
	admission "k8s.io/pod-security-admission/policy"
)

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// installations are the examples, which are the same: what holds for one must hold for what the other tool sends, too.
func installations(t *testing.T) map[string]objects {
	t.Helper()
	return map[string]objects{"kustomize": kustomized(t, exampleOverlay), "Helm": helmed(t, values(t, "example.yaml"))}
}

// A namespace with the strictest standard of Kubernetes admits the pods.
func TestPodsAreRestricted(t *testing.T) {
	evaluator, err := admission.NewEvaluator(admission.DefaultChecks(), nil)
	if err != nil {
		t.Fatal(err)
	}
	restricted := api.LevelVersion{Level: api.LevelRestricted, Version: api.LatestVersion()}
	for tool, all := range installations(t) {
		for name, pod := range pods(t, all) {
			for _, result := range evaluator.EvaluatePod(restricted, &pod.ObjectMeta, &pod.Spec) {
				if !result.Allowed {
					t.Errorf("%s, %s: %s: %s", tool, name, result.ForbiddenReason, result.ForbiddenDetail)
				}
			}
			if token := pod.Spec.AutomountServiceAccountToken; token == nil || *token || *pod.Spec.EnableServiceLinks {
				t.Errorf("%s, %s: a token, or the addresses of all Services, are given to it", tool, name)
			}
			for _, container := range pod.Spec.Containers {
				if readOnly := container.SecurityContext.ReadOnlyRootFilesystem; readOnly == nil || !*readOnly {
					t.Errorf("%s, %s can write to its file system", tool, name)
				}
				for _, variable := range container.Env {
					if variable.ValueFrom != nil || strings.Contains(variable.Name, "SECRET") && !strings.HasSuffix(variable.Name, "_FILE") {
						t.Errorf("%s, %s: a secret in the environment: %s", tool, name, variable.Name)
					}
				}
			}
		}
	}
}

func pods(t *testing.T, all objects) map[string]core.PodTemplateSpec {
	t.Helper()
	return map[string]core.PodTemplateSpec{
		"serve":   one[*apps.Deployment](t, all, "Deployment/latchkey").Spec.Template,
		"migrate": one[*batch.Job](t, all, "Job/latchkey-migration").Spec.Template,
	}
}

// Services, policies, budget and monitor select the pods that they are for, and name ports that exist.
func TestSelectorsAndPorts(t *testing.T) {
	for tool, all := range installations(t) {
		both := pods(t, all)
		serve, migrate := both["serve"], both["migrate"]
		ports := make(map[string]int32)
		for _, port := range serve.Spec.Containers[0].Ports {
			ports[port.Name] = port.ContainerPort
		}
		for _, name := range []string{"public", "admin", "metrics"} {
			variable := "LATCHKEY_SERVE_" + strings.ToUpper(name) + "_ADDRESS"
			if got, want := environment(serve.Spec.Containers[0])[variable], ":447"+map[string]string{"public": "7", "admin": "8", "metrics": "9"}[name]; got != want || ports[name] == 0 {
				t.Errorf("%s: %s is %s, and the port %d", tool, variable, got, ports[name])
			}
		}
		for name, suffix := range map[string]string{"public": "", "admin": "-admin", "metrics": "-metrics"} {
			service := one[*core.Service](t, all, "Service/latchkey"+suffix)
			if len(service.Spec.Ports) != 1 || service.Spec.Ports[0].TargetPort.StrVal != name || service.Spec.Type != "" && service.Spec.Type != core.ServiceTypeClusterIP {
				t.Errorf("%s: %+v", tool, service.Spec)
			}
			if !selects(t, &meta.LabelSelector{MatchLabels: service.Spec.Selector}, serve) || selects(t, &meta.LabelSelector{MatchLabels: service.Spec.Selector}, migrate) {
				t.Errorf("%s: the Service of %s selects %v", tool, name, service.Spec.Selector)
			}
		}
		budget := one[*policy.PodDisruptionBudget](t, all, "PodDisruptionBudget/latchkey")
		deployment := one[*apps.Deployment](t, all, "Deployment/latchkey")
		if !selects(t, budget.Spec.Selector, serve) || selects(t, budget.Spec.Selector, migrate) || int(*deployment.Spec.Replicas) <= budget.Spec.MaxUnavailable.IntValue() {
			t.Errorf("%s: the budget is %+v for %d replicas", tool, budget.Spec, *deployment.Spec.Replicas)
		}
		if !selects(t, deployment.Spec.Selector, serve) || selects(t, deployment.Spec.Selector, migrate) {
			t.Errorf("%s: the Deployment selects %+v", tool, deployment.Spec.Selector)
		}
		monitor := one[*monitoring.ServiceMonitor](t, all, "ServiceMonitor/latchkey")
		for _, name := range []string{"latchkey", "latchkey-admin", "latchkey-metrics"} {
			service := one[*core.Service](t, all, "Service/"+name)
			if selects(t, &monitor.Spec.Selector, core.PodTemplateSpec{ObjectMeta: service.ObjectMeta}) != (name == "latchkey-metrics") {
				t.Errorf("%s: the monitor and the Service %s", tool, name)
			}
		}
		if monitor.Spec.Endpoints[0].Port != one[*core.Service](t, all, "Service/latchkey-metrics").Spec.Ports[0].Name {
			t.Errorf("%s: the monitor scrapes %s", tool, monitor.Spec.Endpoints[0].Port)
		}
	}
}

func selects(t *testing.T, selector *meta.LabelSelector, template core.PodTemplateSpec) bool {
	t.Helper()
	parsed, err := meta.LabelSelectorAsSelector(selector)
	if err != nil {
		t.Fatal(err)
	}
	return !parsed.Empty() && parsed.Matches(labels.Set(template.Labels))
}

func environment(container core.Container) map[string]string {
	all := make(map[string]string)
	for _, variable := range container.Env {
		all[variable.Name] = variable.Value
	}
	return all
}

// The admin listener and the metrics are for the pods that the policy admits, and for no Ingress.
func TestOnlyThePublicListenerIsPublic(t *testing.T) {
	for tool, all := range installations(t) {
		for name, object := range all {
			ingress, ok := object.(*networking.Ingress)
			if !ok {
				continue
			}
			for _, rule := range ingress.Spec.Rules {
				for _, path := range rule.HTTP.Paths {
					if backend := path.Backend.Service; backend.Name != "latchkey" || backend.Port.Name != "public" {
						t.Errorf("%s: %s leads to %+v", tool, name, backend)
					}
				}
			}
			if ingress.Spec.DefaultBackend != nil || len(ingress.Spec.TLS) != 1 {
				t.Errorf("%s: %+v", tool, ingress.Spec)
			}
		}
		serve := one[*networking.NetworkPolicy](t, all, "NetworkPolicy/latchkey")
		open := make(map[string]bool)
		for _, rule := range serve.Spec.Ingress {
			for _, port := range rule.Ports {
				open[port.Port.String()] = len(rule.From) == 0
			}
			if len(rule.Ports) == 0 {
				t.Errorf("%s: a rule for all ports: %+v", tool, rule)
			}
		}
		if !maps.Equal(open, map[string]bool{"public": true, "admin": false, "metrics": false}) {
			t.Errorf("%s: open to all are %v", tool, open)
		}
		migrate := one[*networking.NetworkPolicy](t, all, "NetworkPolicy/latchkey-migration")
		both := pods(t, all)
		if !selects(t, &serve.Spec.PodSelector, both["serve"]) || selects(t, &serve.Spec.PodSelector, both["migrate"]) ||
			!selects(t, &migrate.Spec.PodSelector, both["migrate"]) || selects(t, &migrate.Spec.PodSelector, both["serve"]) {
			t.Errorf("%s: a policy is not for its pods", tool)
		}
		if len(migrate.Spec.Ingress) > 0 || !slices.Contains(migrate.Spec.PolicyTypes, networking.PolicyTypeIngress) {
			t.Errorf("%s: the migration can be reached", tool)
		}
		for name, want := range map[*networking.NetworkPolicy][]string{serve: {"53", "53", "5432", "4433", "4434", "587"}, migrate: {"53", "53", "5432"}} {
			var ports []string
			for _, rule := range name.Spec.Egress {
				for _, port := range rule.Ports {
					ports = append(ports, port.Port.String())
				}
			}
			if !slices.Equal(ports, want) || !slices.Contains(name.Spec.PolicyTypes, networking.PolicyTypeEgress) {
				t.Errorf("%s: %s connects to %v, want %v", tool, name.Name, ports, want)
			}
		}
	}
}

// Everything that kustomize sends is in the namespace of the overlay, and a change of the configuration replaces the pods.
func TestOverlay(t *testing.T) {
	all := kustomized(t, exampleOverlay)
	for name, object := range all {
		if object.GetNamespace() != namespace {
			t.Errorf("%s is in %q", name, object.GetNamespace())
		}
	}
	mounted := one[*apps.Deployment](t, all, "Deployment/latchkey").Spec.Template.Spec.Volumes[0].ConfigMap.Name
	if config := one[*core.ConfigMap](t, all, "ConfigMap/"+mounted); mounted == "latchkey" || config.Data["latchkey.yml"] != read(t, exampleOverlay+"/latchkey.yml") {
		t.Errorf("%s contains %v", mounted, config.Data)
	}
}
