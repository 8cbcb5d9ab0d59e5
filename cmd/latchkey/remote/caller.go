package remote

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"latchkey/admin"
)

const (
	remoteTimeout = 30 * time.Second
	remoteAnswer  = 16 << 20 // bytes
	pageSize      = 200
)

// notFound is the error for a target that does not exist, with the exit code for that.
type notFound struct{ error }

func (notFound) ExitCode() int { return 4 }

// caller calls one admin API with one key.
type caller struct {
	base, key string
	client    *http.Client
}

// call sends body as JSON, unless it is nil, and decodes the response into the value that into points to.
func (r caller) call(ctx context.Context, method, path string, body, into any) error {
	var payload io.Reader
	if body != nil {
		encoded, err := json.Marshal(body)
		if err != nil {
			return err
		}
		payload = bytes.NewReader(encoded)
	}
	req, err := http.NewRequestWithContext(ctx, method, r.base+"/admin/v1"+path, payload)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+r.key)
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := r.client.Do(req)
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err // the URL may contain an identifier
		}
		return fmt.Errorf("no answer from Latchkey's admin listener at %s: %w", r.base, err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, remoteAnswer))
	if err != nil {
		return fmt.Errorf("incomplete response from Latchkey: %w", err)
	}
	if resp.StatusCode >= 300 {
		return refusedBy(resp.StatusCode, answer)
	}
	if resp.StatusCode == http.StatusAccepted {
		var waits admin.Approval // a waiting reset has no kind
		if json.Unmarshal(answer, &waits) == nil && waits.Kind != "" {
			return &admin.AwaitsApproval{Approval: &waits}
		}
	}
	if err := json.Unmarshal(answer, into); err != nil {
		return fmt.Errorf("%s does not answer as Latchkey does: %w", r.base, err)
	}
	return nil
}

// refusedBy turns a problem document into an error.
func refusedBy(status int, answer []byte) error {
	var problem struct{ Detail, Hint string }
	if json.Unmarshal(answer, &problem) != nil || problem.Detail == "" {
		return fmt.Errorf("status %d, and not from Latchkey: check LATCHKEY_ADMIN_URL", status)
	}
	err := errors.New(problem.Detail + " " + problem.Hint)
	if status == http.StatusNotFound {
		return notFound{err}
	}
	return err
}

func pageQuery(token string) url.Values {
	query := url.Values{"page_size": {strconv.Itoa(pageSize)}}
	if token != "" {
		query.Set("page_token", token)
	}
	return query
}
