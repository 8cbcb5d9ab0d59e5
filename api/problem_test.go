package api

import (
	"maps"
	"slices"
	"testing"

	"github.com/pb33f/libopenapi"

	"latchkey/authenticator"
	"latchkey/fault"
)

// The codes and reasons in openapi.yaml are closed sets: exactly those that the service sends.
func TestCodesAndReasonsAreClosedSets(t *testing.T) {
	document, err := libopenapi.NewDocument(contract)
	if err != nil {
		t.Fatal(err)
	}
	model, err := document.BuildV3Model()
	if err != nil {
		t.Fatal(err)
	}
	schema := model.Model.Components.Schemas.GetOrZero("Problem").Schema()
	enum := func(property string) map[string]bool {
		set := map[string]bool{}
		for _, node := range schema.Properties.GetOrZero(property).Schema().Enum {
			set[node.Value] = true
		}
		return set
	}
	codes := map[string]bool{}
	for _, p := range append(slices.Clone(problems), problemInternal, problemRejected, problemOrigin, problemAAL2, problemStepUp, problemDemand) {
		codes[p.code] = true
		if p.title == "" || p.hint == "" || p.status < 400 {
			t.Errorf("%s lacks its title, hint or status", p.code)
		}
	}
	reasons := map[string]bool{}
	for reason, texts := range refusalDetails {
		reasons[string(reason)] = true
		if texts[0] == "" || texts[1] == "" {
			t.Errorf("%s lacks its detail or hint", reason)
		}
	}
	for _, f := range moreReasons {
		reasons[f.reason] = true
	}
	for _, want := range []authenticator.Want{authenticator.WantDeviceBound, authenticator.WantSynced, authenticator.WantFIDO2, authenticator.WantKeySize} {
		reasons[string(want)] = true // of authenticator.Facts.Reason
	}
	reasons[authenticator.ReasonAttestationMissing], reasons[authenticator.ReasonModelCompromised] = true, true
	if got := enum("code"); !maps.Equal(got, codes) {
		t.Errorf("codes in openapi.yaml %v\nin the table %v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(codes)))
	}
	if got := enum("reason"); !maps.Equal(got, reasons) {
		t.Errorf("reasons in openapi.yaml %v\nin the table %v", slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(reasons)))
	}
}

func TestReasonsDistinguishErrorsOfOneCode(t *testing.T) {
	for err, want := range map[error][2]string{
		fault.ErrNoPasskeyHere: {"not_found", "no_passkey_here"}, fault.ErrNotFound: {"not_found", ""},
		fault.ErrBeingReset: {"conflict", "being_reset"}, fault.ErrConflict: {"conflict", ""},
	} {
		found, members := describe(err)
		if reason, _ := members["reason"].(string); found.code != want[0] || reason != want[1] {
			t.Errorf("%v is %s %q, want %v", err, found.code, reason, want)
		}
	}
}
