// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package gancho

import (
	"errors"
	"net/http"
	"testing"
	"time"
)

// The test vectors of Standard Webhooks.
const (
	vectorSecret    = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
	vectorPublicKey = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4="
	vectorBody      = `{"test": 2432232314}`
	vectorV1        = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
	vectorV1a       = "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg=="
	otherSecret     = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
)

var vectorTime = time.Unix(1614265330, 0)

func vectorHeader(signature string) http.Header {
	header := http.Header{}
	header.Set("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek")
	header.Set("webhook-timestamp", "1614265330")
	header.Set("webhook-signature", signature)
	return header
}

func mustVerifier(t *testing.T, keys ...string) *Verifier {
	t.Helper()
	v, err := NewVerifier(keys...)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestVerifierAcceptsWhatTheServerSigns(t *testing.T) {
	for name, c := range map[string]struct {
		keys      []string
		signature string
	}{
		"v1":                   {[]string{vectorSecret}, vectorV1},
		"v1a":                  {[]string{vectorPublicKey}, vectorV1a},
		"old key of two":       {[]string{otherSecret, vectorSecret}, vectorV1},
		"second signature":     {[]string{vectorSecret}, "v1,AAAA " + vectorV1},
		"both schemes":         {[]string{vectorPublicKey}, vectorV1 + " " + vectorV1a},
		"scheme of the future": {[]string{vectorSecret}, "v9,x " + vectorV1},
	} {
		v := mustVerifier(t, c.keys...)
		if err := v.verifyAt([]byte(vectorBody), vectorHeader(c.signature), vectorTime); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestVerifierRefusesWhatIsNotSigned(t *testing.T) {
	late := vectorTime.Add(DefaultTolerance + time.Second)
	early := vectorTime.Add(-DefaultTolerance - time.Second)
	withoutID := vectorHeader(vectorV1)
	withoutID.Del("webhook-id")
	noNumber := vectorHeader(vectorV1)
	noNumber.Set("webhook-timestamp", "yesterday")
	otherID := vectorHeader(vectorV1)
	otherID.Set("webhook-id", "msg_other")
	for name, c := range map[string]struct {
		key    string
		body   string
		header http.Header
		now    time.Time
		want   error
	}{
		"changed body":    {vectorSecret, vectorBody + " ", vectorHeader(vectorV1), vectorTime, ErrWebhookSignature},
		"changed v1a":     {vectorPublicKey, vectorBody + " ", vectorHeader(vectorV1a), vectorTime, ErrWebhookSignature},
		"other id":        {vectorSecret, vectorBody, otherID, vectorTime, ErrWebhookSignature},
		"other secret":    {otherSecret, vectorBody, vectorHeader(vectorV1), vectorTime, ErrWebhookSignature},
		"wrong scheme":    {vectorPublicKey, vectorBody, vectorHeader(vectorV1), vectorTime, ErrWebhookSignature},
		"empty signature": {vectorSecret, vectorBody, vectorHeader("v1,"), vectorTime, ErrWebhookSignature},
		"late":            {vectorSecret, vectorBody, vectorHeader(vectorV1), late, ErrWebhookTimestamp},
		"early":           {vectorSecret, vectorBody, vectorHeader(vectorV1), early, ErrWebhookTimestamp},
		"no id":           {vectorSecret, vectorBody, withoutID, vectorTime, ErrWebhookHeaders},
		"no number":       {vectorSecret, vectorBody, noNumber, vectorTime, ErrWebhookHeaders},
		"no headers":      {vectorSecret, vectorBody, http.Header{}, vectorTime, ErrWebhookHeaders},
	} {
		v := mustVerifier(t, c.key)
		if err := v.verifyAt([]byte(c.body), c.header, c.now); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, not %v", name, err, c.want)
		}
	}
}

func TestVerifierAllowsClocksToDiffer(t *testing.T) {
	v := mustVerifier(t, vectorSecret)
	for _, offset := range []time.Duration{DefaultTolerance, -DefaultTolerance} {
		if err := v.verifyAt([]byte(vectorBody), vectorHeader(vectorV1), vectorTime.Add(offset)); err != nil {
			t.Errorf("%v: %v", offset, err)
		}
	}
}

func TestNewVerifierRefusesWhatIsNoKey(t *testing.T) {
	for _, keys := range [][]string{{}, {""}, {"secret"}, {"whsec_"}, {"whsec_!"}, {"whpk_AAAA"}, {vectorSecret, "x"}} {
		if _, err := NewVerifier(keys...); err == nil {
			t.Errorf("%q was taken", keys)
		}
	}
}
