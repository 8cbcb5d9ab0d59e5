package main

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// maxAnswer is larger than any index: registries accept manifests of at most 4 MiB.
const maxAnswer = 4 << 20

// indexes are the types of manifests that list one image for each platform. The digest of any other is that of one platform, and the
// image could not be used on others.
var indexes = []string{"application/vnd.oci.image.index.v1+json", "application/vnd.docker.distribution.manifest.list.v2+json"}

// registries asks registries, as the Distribution specification has it, without an account.
type registries struct {
	client *http.Client
	hub    string // where images without a host are
}

func newRegistries() *registries {
	return &registries{client: &http.Client{Timeout: 30 * time.Second}, hub: "https://registry-1.docker.io"}
}

// digest returns the digest of an image by its tag. It is computed from the registry's answer; one that the
// registry names must be the same.
func (r *registries) digest(ctx context.Context, i image) (string, error) {
	base, repository := r.place(i)
	address := base + "/v2/" + repository + "/manifests/" + i.tag
	answer, err := r.get(ctx, address, "")
	if err != nil {
		return "", err
	}
	if answer.status == http.StatusUnauthorized {
		token, err := r.token(ctx, answer.header.Get("WWW-Authenticate"), repository, strings.HasPrefix(base, "https:"))
		if err != nil {
			return "", err
		}
		if answer, err = r.get(ctx, address, token); err != nil {
			return "", err
		}
	}
	if err := answer.failed(); err != nil {
		return "", err
	}
	return answer.digest()
}

// place returns the registry of an image, and its name there. On this machine, registries speak http.
func (r *registries) place(i image) (base, repository string) {
	switch i.host {
	case "", "docker.io", "index.docker.io":
		if !strings.Contains(i.repository, "/") {
			return r.hub, "library/" + i.repository
		}
		return r.hub, i.repository
	}
	name, _, err := net.SplitHostPort(i.host)
	if err != nil {
		name = i.host
	}
	if ip := net.ParseIP(name); name == "localhost" || ip != nil && ip.IsLoopback() {
		return "http://" + i.host, i.repository
	}
	return "https://" + i.host, i.repository
}

// answer is what a registry says.
type answer struct {
	status int
	header http.Header
	body   []byte
}

func (r *registries) get(ctx context.Context, address, token string) (answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return answer{}, err
	}
	request.Header["Accept"] = indexes
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := r.client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil {
		return answer{}, err
	}
	if len(body) > maxAnswer {
		return answer{}, fmt.Errorf("the answer has more than %d bytes", maxAnswer)
	}
	return answer{response.StatusCode, response.Header, body}, nil
}

func (a answer) failed() error {
	switch {
	case a.status == http.StatusOK:
		return nil
	case a.status == http.StatusNotFound:
		return errors.New("the registry has no such tag for several platforms")
	case a.status == http.StatusUnauthorized, a.status == http.StatusForbidden:
		return fmt.Errorf("the registry refuses access without an account (status %d)", a.status)
	case a.status == http.StatusTooManyRequests, a.status >= 500:
		return fmt.Errorf("the registry answers status %d; try again later", a.status)
	}
	return fmt.Errorf("the registry answers status %d", a.status)
}

// digest returns the digest of an index.
func (a answer) digest() (string, error) {
	var index struct {
		MediaType string            `json:"mediaType"`
		Manifests []json.RawMessage `json:"manifests"`
	}
	if err := json.Unmarshal(a.body, &index); err != nil {
		return "", fmt.Errorf("the registry's answer is no manifest: %w", err)
	}
	kind, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
	for _, named := range []string{strings.TrimSpace(kind), cmp.Or(index.MediaType, indexes[0])} {
		if named != indexes[0] && named != indexes[1] {
			return "", fmt.Errorf("the registry's answer is %q, and not an index of images for several platforms", named)
		}
	}
	if len(index.Manifests) == 0 {
		return "", errors.New("the registry's index lists no image")
	}
	digest := fmt.Sprintf("sha256:%x", sha256.Sum256(a.body))
	if named := a.header.Get("Docker-Content-Digest"); named != "" && named != digest {
		return "", fmt.Errorf("the registry names the digest %q, and that of its answer is %s", named, digest)
	}
	return digest, nil
}

var challenge = regexp.MustCompile(`([a-z]+)="([^"]*)"`)

// token asks for one that can pull from a repository, where the registry's challenge says.
func (r *registries) token(ctx context.Context, header, repository string, secure bool) (string, error) {
	scheme, rest, _ := strings.Cut(header, " ")
	fields := make(map[string]string)
	for _, m := range challenge.FindAllStringSubmatch(rest, -1) {
		fields[m[1]] = m[2]
	}
	realm, err := url.Parse(fields["realm"])
	if !strings.EqualFold(scheme, "Bearer") || err != nil || realm.Host == "" {
		return "", errors.New("the registry refuses access, and does not say where to get a token")
	}
	if secure && realm.Scheme != "https" {
		return "", errors.New("the registry's tokens are not at an https address")
	}
	query := realm.Query()
	query.Set("scope", "repository:"+repository+":pull")
	if fields["service"] != "" {
		query.Set("service", fields["service"])
	}
	realm.RawQuery = query.Encode()
	got, err := r.get(ctx, realm.String(), "")
	if err != nil {
		return "", err
	}
	if got.status != http.StatusOK {
		return "", fmt.Errorf("the registry's token service answers status %d", got.status)
	}
	var granted struct {
		Token       string `json:"token"`
		AccessToken string `json:"access_token"`
	}
	if err := json.Unmarshal(got.body, &granted); err != nil || granted.Token+granted.AccessToken == "" {
		return "", errors.New("the registry's token service gives no token")
	}
	return cmp.Or(granted.Token, granted.AccessToken), nil
}
