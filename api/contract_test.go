package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/labstack/echo/v4"
	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"
	"github.com/pb33f/libopenapi/datamodel/high/base"
	v3 "github.com/pb33f/libopenapi/datamodel/high/v3"
)

// published is the parsed contract. The validator is not safe for concurrent use.
var published struct {
	sync.Once
	sync.Mutex
	model    *v3.Document
	checker  validator.Validator
	items    []*v3.PathItem
	patterns []*regexp.Regexp // match the paths of items
}

// loadContract parses the contract once.
func loadContract(t testing.TB, raw []byte) {
	t.Helper()
	published.Do(func() {
		document, err := libopenapi.NewDocument(raw)
		if err != nil {
			t.Fatal(err)
		}
		built, err := document.BuildV3Model()
		if err != nil {
			t.Fatal(err)
		}
		published.model = &built.Model
		for template, item := range built.Model.Paths.PathItems.FromOldest() {
			published.items = append(published.items, item)
			published.patterns = append(published.patterns, regexp.MustCompile("^"+parameter.ReplaceAllString(template, "[^/]+")+"$"))
		}
		conditions := newConditionCache(published.model)
		options := []config.Option{config.WithFormatAssertions(), config.WithStrictMode(), config.WithoutSecurityValidation(),
			config.WithStrictIgnoredHeadersExtra("X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Content-Security-Policy", "Access-Control-Allow-Origin",
				"Access-Control-Allow-Credentials", "Access-Control-Expose-Headers", "Retry-After"),
			config.WithSchemaCache(conditions)}
		conditions.options = config.NewValidationOptions(options...)
		checker, faults := validator.NewValidator(document, options...)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		published.checker = checker
	})
	if published.checker == nil {
		t.Fatal("the contract could not be loaded")
	}
}

// checkContract checks a response against the contract: path, method, status, media type, schema and no further
// members.
func checkContract(t testing.TB, r *http.Request, a *answer) {
	t.Helper()
	loadContract(t, contractBytes(t))
	published.Lock()
	defer published.Unlock()
	if r.Method == http.MethodOptions || r.Method == http.MethodHead {
		return // no body
	}
	if !documented(r.Method, r.URL.Path) {
		checkProblem(t, a)
		return
	}
	if a.status == http.StatusNoContent || a.status == http.StatusFound || a.header.Get("Content-Type") == "application/yaml" {
		return
	}
	header, body := a.header, a.body
	if header.Get("Content-Type") == "application/x-ndjson" { // the checker takes one document: a page of the lines
		header = header.Clone()
		header.Set("Content-Type", "application/json")
		lines := bytes.Join(bytes.Split(bytes.TrimSuffix(body, []byte("\n")), []byte("\n")), []byte(","))
		body = slices.Concat([]byte(`{"events":[`), lines, []byte(`]}`))
	}
	response := &http.Response{StatusCode: a.status, Header: header, Body: io.NopCloser(bytes.NewReader(body))}
	if ok, faults := published.checker.ValidateHttpResponse(r, response); !ok {
		var text strings.Builder
		for _, fault := range faults {
			fmt.Fprintf(&text, "%s: %s\n", fault.Message, fault.Reason)
			for _, schema := range fault.SchemaValidationErrors {
				fmt.Fprintf(&text, "  %s at %s\n", schema.Reason, schema.FieldPath)
			}
		}
		t.Errorf("the response to %s %s (%d) breaks the contract:\n%s%s", r.Method, r.URL.Path, a.status, &text, a.body)
	}
}

// checkProblem is for addresses that are not in the contract: they answer with a problem document, too.
func checkProblem(t testing.TB, a *answer) {
	t.Helper()
	if a.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("an undocumented address answers %d %s: %s", a.status, a.header.Get("Content-Type"), a.body)
		return
	}
	var problem struct{ Type, Title, Code, Detail, Hint, RequestID string }
	raw := strings.Replace(string(a.body), "request_id", "requestid", 1)
	if err := json.Unmarshal([]byte(raw), &problem); err != nil || problem.Code == "" || problem.Hint == "" ||
		problem.Type != "urn:latchkey:problem:"+problem.Code || problem.RequestID == "" {
		t.Errorf("incomplete problem document: %s", a.body)
	}
}

// parameter is a parameter in the path of a route, such as {id}.
var parameter = regexp.MustCompile(`\{[a-z_]+\}`)

func documented(method, path string) bool {
	for i, item := range published.items {
		if published.patterns[i].MatchString(path) {
			_, found := item.GetOperations().Get(strings.ToLower(method))
			return found
		}
	}
	return false
}

// served is openapi.yaml as the service serves it.
var served struct {
	sync.Mutex
	raw []byte
}

// contractBytes reads the contract once.
func contractBytes(t testing.TB) []byte {
	t.Helper()
	served.Lock()
	defer served.Unlock()
	if served.raw == nil {
		c := newHarness(t).app()
		c.unchecked = true
		served.raw = c.get("/openapi.yaml").want(200).body
	}
	return served.raw
}

// The document is valid, and every operation is complete.
func TestContractIsValidOpenAPI(t *testing.T) {
	loadContract(t, contractBytes(t))
	if ok, faults := published.checker.ValidateDocument(); !ok {
		for _, fault := range faults {
			t.Error(fault)
		}
	}
	for path, item := range published.model.Paths.PathItems.FromOldest() {
		for method, operation := range item.GetOperations().FromOldest() {
			if operation.OperationId == "" || operation.Summary == "" || len(operation.Tags) != 1 || operation.Security == nil {
				t.Errorf("%s %s lacks operationId, summary, tag or security", method, path)
			}
		}
	}
}

// Each operation with a session documents the refusals that any of them can get, such as cookie_conflict, a 400.
func TestContractListsRefusals(t *testing.T) {
	loadContract(t, contractBytes(t))
	operations := 0
	for path, item := range published.model.Paths.PathItems.FromOldest() {
		for method, operation := range item.GetOperations().FromOldest() {
			withSession := slices.ContainsFunc(operation.Security, func(r *base.SecurityRequirement) bool {
				_, bySession := r.Requirements.Get("sessionCookie")
				_, byStaff := r.Requirements.Get("adminKey")
				return bySession || byStaff
			})
			if !withSession {
				continue
			}
			operations++
			for _, status := range []string{"400", "401", "403", "500", "503"} {
				if _, found := operation.Responses.Codes.Get(status); !found {
					t.Errorf("%s %s does not document %s", method, path, status)
				}
			}
		}
	}
	if operations < 40 {
		t.Errorf("found only %d operations with a session", operations)
	}
}

// Every route is documented, and every documented route exists.
func TestContractListsEveryRoute(t *testing.T) {
	h := newHarness(t)
	loadContract(t, contractBytes(t))
	var routes, documents []string
	for _, handler := range []http.Handler{h.public, h.admin} {
		for _, route := range handler.(*echo.Echo).Routes() {
			if route.Method == http.MethodHead {
				continue // GET without the body
			}
			path := regexp.MustCompile(`:([a-z_]+)`).ReplaceAllString(route.Path, "{$1}")
			path = strings.NewReplacer("/*", "/{request}", ";*", ";{parameters}").Replace(path) // of forward-auth
			routes = append(routes, route.Method+" "+path)
		}
	}
	for path, item := range published.model.Paths.PathItems.FromOldest() {
		for method := range item.GetOperations().FromOldest() {
			documents = append(documents, strings.ToUpper(method)+" "+path)
		}
	}
	slices.Sort(routes)
	slices.Sort(documents)
	if len(routes) < 20 {
		t.Fatalf("only %d routes: the walk is broken", len(routes))
	}
	for _, route := range routes {
		if !slices.Contains(documents, route) {
			t.Errorf("%s is not in openapi.yaml", route)
		}
	}
	for _, document := range documents {
		if !slices.Contains(routes, document) {
			t.Errorf("%s is in openapi.yaml, and no handler serves it", document)
		}
	}
}

// A checker that accepts everything would make all other tests worthless.
func TestContractCheckerRefuses(t *testing.T) {
	loadContract(t, contractBytes(t))
	r, _ := http.NewRequest("GET", "/health/alive", nil)
	for _, body := range []string{`{"status":"dead"}`, `{"status":"alive","more":1}`, `{}`} {
		response := &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body))}
		if ok, _ := published.checker.ValidateHttpResponse(r, response); ok {
			t.Errorf("the checker accepts %s", body)
		}
	}
	r, _ = http.NewRequest("GET", "/v1/passkeys", nil)
	problem := `{"type":"urn:latchkey:problem:internal","title":"x","status":500,"code":"%s","detail":"x","hint":"x","request_id":"12345678"%s}`
	for body, want := range map[string]bool{
		fmt.Sprintf(problem, "internal", ""):                             true,
		fmt.Sprintf(problem, "invented", ""):                             false,
		fmt.Sprintf(problem, "step_up_required", ""):                     false,
		fmt.Sprintf(problem, "passkey_rejected", `,"reason":"invented"`): false,
		fmt.Sprintf(problem, "internal", `,"secret":"x"`):                false,
	} {
		response := &http.Response{StatusCode: 500, Header: http.Header{"Content-Type": {"application/problem+json"}}, Body: io.NopCloser(strings.NewReader(body))}
		if ok, _ := published.checker.ValidateHttpResponse(r, response); ok != want {
			t.Errorf("accepted: %v, want %v: %s", ok, want, body)
		}
	}
}
