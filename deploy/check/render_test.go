package check

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	monitoring "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring/v1"
	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
	apps "k8s.io/api/apps/v1"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/kustomize/api/krusty"
	"sigs.k8s.io/kustomize/kyaml/filesys"
	"sigs.k8s.io/yaml"
)

const (
	exampleOverlay = "../k8s/example"
	chartFolder    = "../helm"
	namespace      = "latchkey"
)

// kinds are those that the manifests may contain, with the Go types of their APIs.
var kinds = map[meta.TypeMeta]func() meta.Object{
	{APIVersion: "v1", Kind: "ConfigMap"}:                            func() meta.Object { return new(core.ConfigMap) },
	{APIVersion: "v1", Kind: "Service"}:                              func() meta.Object { return new(core.Service) },
	{APIVersion: "v1", Kind: "ServiceAccount"}:                       func() meta.Object { return new(core.ServiceAccount) },
	{APIVersion: "apps/v1", Kind: "Deployment"}:                      func() meta.Object { return new(apps.Deployment) },
	{APIVersion: "batch/v1", Kind: "Job"}:                            func() meta.Object { return new(batch.Job) },
	{APIVersion: "networking.k8s.io/v1", Kind: "Ingress"}:            func() meta.Object { return new(networking.Ingress) },
	{APIVersion: "networking.k8s.io/v1", Kind: "NetworkPolicy"}:      func() meta.Object { return new(networking.NetworkPolicy) },
	{APIVersion: "policy/v1", Kind: "PodDisruptionBudget"}:           func() meta.Object { return new(policy.PodDisruptionBudget) },
	{APIVersion: "monitoring.coreos.com/v1", Kind: "ServiceMonitor"}: func() meta.Object { return new(monitoring.ServiceMonitor) },
}

// objects are what one installation consists of, by kind and name, such as "Service/latchkey-admin".
type objects map[string]meta.Object

func one[T meta.Object](t *testing.T, all objects, name string) T {
	t.Helper()
	object, ok := all[name].(T)
	if !ok {
		t.Fatalf("there is no %s among %v", name, slices.Sorted(maps.Keys(all)))
	}
	return object
}

// decode takes documents of YAML, and refuses members that the types do not have.
func decode(t *testing.T, documents string) objects {
	t.Helper()
	all := make(objects)
	for document := range strings.SplitSeq("\n"+documents, "\n---") {
		var kind meta.TypeMeta
		if err := yaml.Unmarshal([]byte(document), &kind); err != nil {
			t.Fatalf("%v in\n%s", err, document)
		}
		if kind == (meta.TypeMeta{}) { // comments
			continue
		}
		blank, ok := kinds[kind]
		if !ok {
			t.Fatalf("%v in\n%s", kind, document)
		}
		object := blank()
		if err := decodeStrictly([]byte(document), object); err != nil {
			t.Errorf("%s: %v", kind.Kind, err)
		}
		name := kind.Kind + "/" + object.GetName()
		if all[name] != nil {
			t.Errorf("%s is there twice", name)
		}
		all[name] = object
	}
	return all
}

func decodeStrictly(document []byte, into any) error {
	asJSON, err := yaml.YAMLToJSONStrict(document)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(asJSON))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("more than one object: %v", err)
	}
	return nil
}

// kustomized is what `kubectl apply -k` sends.
func kustomized(t *testing.T, folder string) objects {
	t.Helper()
	rendered, err := krusty.MakeKustomizer(krusty.MakeDefaultOptions()).Run(filesys.MakeFsOnDisk(), folder)
	if err != nil {
		t.Fatal(err)
	}
	documents, err := rendered.AsYaml()
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, string(documents))
}

// values reads a file of values; the lines of changes count in addition.
func values(t *testing.T, file string, changes ...string) map[string]any {
	t.Helper()
	all, err := chartutil.ReadValuesFile(filepath.Join(chartFolder, file))
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range changes {
		read, err := chartutil.ReadValues([]byte(change))
		if err != nil {
			t.Fatal(err)
		}
		all = chartutil.CoalesceTables(read, all)
	}
	return all
}

// helmed is what `helm install latchkey` sends, hooks included.
func helmed(t *testing.T, with map[string]any) objects {
	t.Helper()
	documents, err := helm(t, "latchkey", with)
	if err != nil {
		t.Fatal(err)
	}
	return decode(t, documents)
}

// helm renders the chart, after checking the values as helm does.
func helm(t *testing.T, release string, with map[string]any) (string, error) {
	t.Helper()
	loaded := loadChart(t)
	caps := chartutil.DefaultCapabilities.Copy()
	all, err := chartutil.ToRenderValues(loaded, with, chartutil.ReleaseOptions{Name: release, Namespace: namespace, IsInstall: true}, caps)
	if err != nil {
		return "", err
	}
	files, err := engine.Render(loaded, all)
	if err != nil {
		return "", err
	}
	var documents strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if strings.HasSuffix(name, ".yaml") {
			documents.WriteString("---\n" + files[name] + "\n")
		}
	}
	return documents.String(), nil
}

func loadChart(t *testing.T) *chart.Chart {
	t.Helper()
	loaded, err := loader.Load(chartFolder)
	if err != nil {
		t.Fatal(err)
	}
	if err := loaded.Validate(); err != nil {
		t.Fatal(err)
	}
	return loaded
}
