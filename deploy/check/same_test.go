package check

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	apps "k8s.io/api/apps/v1"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// An installation by Helm is the same as one by kustomize, down to each member: what one lacks would be noticed late.
func TestChartAndOverlayAreTheSame(t *testing.T) {
	overlay, release := comparable(t, kustomized(t, exampleOverlay)), comparable(t, helmed(t, values(t, "example.yaml")))
	if names, others := slices.Sorted(maps.Keys(overlay)), slices.Sorted(maps.Keys(release)); !slices.Equal(names, others) {
		t.Fatalf("kustomize renders %v, and Helm %v", names, others)
	}
	for name, object := range overlay {
		if release[name] != object {
			t.Errorf("%s by kustomize\n%s\nby Helm\n%s", name, object, release[name])
		}
	}
}

// comparable returns the objects as text, without what the tools add and how they write the same thing.
func comparable(t *testing.T, all objects) map[string]string {
	t.Helper()
	texts := make(map[string]string)
	for name, object := range all {
		labels := object.GetLabels()
		for label := range labels {
			if !strings.HasPrefix(label, "app.kubernetes.io/") || label == "app.kubernetes.io/managed-by" {
				delete(labels, label)
			}
		}
		object.SetLabels(labels)
		object.SetAnnotations(nil)
		object.SetNamespace("")
		switch object := object.(type) {
		case *apps.Deployment:
			object.Spec.Template.Annotations = nil
			plain(&object.Spec.Template.Spec)
		case *batch.Job:
			plain(&object.Spec.Template.Spec)
		case *core.ConfigMap:
			object.Name, name = "latchkey", "ConfigMap/latchkey"
			object.Data["latchkey.yml"] = asJSON(t, object.Data["latchkey.yml"])
		}
		text, err := json.MarshalIndent(object, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(text)
	}
	return texts
}

// plain removes the hash of kustomize's ConfigMap, the order of the environment, and a default that the chart names.
func plain(pod *core.PodSpec) {
	for i := range pod.Volumes {
		if source := pod.Volumes[i].ConfigMap; source != nil {
			source.Name = "latchkey"
		}
	}
	for i := range pod.Containers {
		pod.Containers[i].ImagePullPolicy = ""
		slices.SortFunc(pod.Containers[i].Env, func(a, b core.EnvVar) int { return strings.Compare(a.Name, b.Name) })
	}
}

func asJSON(t *testing.T, document string) string {
	t.Helper()
	converted, err := yaml.YAMLToJSONStrict([]byte(document))
	if err != nil {
		t.Fatal(err)
	}
	return string(converted)
}

// Whatever is switched, what is rendered is valid, and names fit together.
func TestChartWithOtherValues(t *testing.T) {
	all := helmed(t, values(t, "example.yaml",
		"{migration: {enabled: false}, podDisruptionBudget: {enabled: false}, ingress: {enabled: false}, networkPolicy: {enabled: false}, serviceMonitor: {enabled: false}}"))
	if names := slices.Sorted(maps.Keys(all)); strings.Join(names, " ") !=
		"ConfigMap/latchkey Deployment/latchkey Service/latchkey Service/latchkey-admin Service/latchkey-metrics ServiceAccount/latchkey" {
		t.Errorf("without what can be switched off: %v", names)
	}
	digest := "sha256:" + strings.Repeat("ab", 32)
	all = helmed(t, values(t, "example.yaml", `
image: {digest: "`+digest+`", pullSecrets: [registry]}
replicas: 5
resources: {limits: {memory: 1Gi}}
podDisruptionBudget: {maxUnavailable: 20%}
ingress: {annotations: {a: b}, className: "", tlsSecret: ""}
networkPolicy: {admin: [], metrics: [], ports: []}
serviceMonitor: {labels: {release: prometheus}, interval: 1m}
nodeSelector: {kubernetes.io/arch: arm64}
tolerations: [{key: dedicated, operator: Exists}]
affinity: {podAntiAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}
secrets: {name: other}
`))
	deployed := one[*apps.Deployment](t, all, "Deployment/latchkey")
	pod := deployed.Spec.Template.Spec
	if *deployed.Spec.Replicas != 5 || pod.Containers[0].Image != "registry.example.com/latchkey@"+digest || pod.ImagePullSecrets[0].Name != "registry" ||
		pod.NodeSelector["kubernetes.io/arch"] != "arm64" || len(pod.Tolerations) != 1 || pod.Affinity == nil || pod.Volumes[1].Secret.SecretName != "other" {
		t.Errorf("%+v", deployed.Spec)
	}
	other, err := helm(t, "green", values(t, "example.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	for name, object := range decode(t, other) {
		if !strings.Contains(name, "/green-latchkey") || object.GetLabels()["app.kubernetes.io/instance"] != "green" {
			t.Errorf("the release green has %s, %v", name, object.GetLabels())
		}
	}
}

// The probes speak to the public listener as it is: with certificates, TLS.
func TestProbesSpeakTLS(t *testing.T) {
	for change, want := range map[string]core.URIScheme{
		"{}": core.URISchemeHTTP,
		"secrets: {files: {LATCHKEY_SERVE_PUBLIC_TLS_CERT_FILE: tls.crt, LATCHKEY_SERVE_PUBLIC_TLS_KEY_FILE: tls.key}}": core.URISchemeHTTPS,
	} {
		container := one[*apps.Deployment](t, helmed(t, values(t, "example.yaml", change)), "Deployment/latchkey").Spec.Template.Spec.Containers[0]
		for _, p := range []*core.Probe{container.StartupProbe, container.LivenessProbe, container.ReadinessProbe} {
			if p.HTTPGet.Scheme != want {
				t.Errorf("%s: %s is probed by %s, want %s", change, p.HTTPGet.Path, p.HTTPGet.Scheme, want)
			}
		}
	}
}

// Errors in values are refused, and the message names them.
func TestChartRefusesValues(t *testing.T) {
	for change, want := range map[string]string{
		"{replica: 3}":                                      "replica",
		"{replicas: 0}":                                     "replicas",
		"{image: {repository: ''}}":                         "repository",
		"{image: {tag: ''}}":                                "set image.tag or image.digest",
		"{image: {digest: 'sha256:abc'}}":                   "digest",
		"{config: {dsn: 'postgres://me:secret@db/x'}}":      "dsn",
		"{config: {secrets: {cipher: [abc]}}}":              "secrets",
		"{config: {serve: {admin: {address: ':80'}}}}":      "address",
		"{secrets: {files: {LATCHKEY_DSN: x}}}":             "LATCHKEY_DSN",
		"{secrets: {files: {LATCHKEY_DSN_FILE: '../x y'}}}": "LATCHKEY_DSN_FILE",
		"{ingress: {enabled: true, host: ''}}":              "host",
		"{networkPolicy: {ports: [http]}}":                  "ports",
	} {
		documents, err := helm(t, "latchkey", values(t, "example.yaml", change))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v\n%s", change, err, documents)
		}
	}
}
