// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package gancho

import (
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// DefaultTolerance is how far the clocks of server and receiver may be apart.
const DefaultTolerance = 5 * time.Minute

// What is wrong with a request that Verify refuses.
var (
	// A header of Standard Webhooks is missing or is not what it must be.
	ErrWebhookHeaders = errors.New("gancho: webhook headers are missing or malformed")
	// The timestamp is too old, or too far in the future.
	ErrWebhookTimestamp = errors.New("gancho: webhook timestamp is outside of the tolerance")
	// No signature was made with one of the keys.
	ErrWebhookSignature = errors.New("gancho: no webhook signature matches")
)

// Verifier tells requests of the server from those of others, by the signatures
// of Standard Webhooks: `v1` (HMAC-SHA256) and `v1a` (ed25519). It may be used by
// many goroutines.
//
// A request that is repeated, by the server or by an attacker within the
// tolerance, has the same `webhook-id`: go by that to handle each once.
type Verifier struct {
	secrets    [][]byte
	publicKeys []ed25519.PublicKey
	// How far the clocks may be apart; DefaultTolerance unless changed before
	// the first use.
	Tolerance time.Duration
}

// NewVerifier takes the keys with any of which a request may be signed: secrets
// of HMAC-SHA256, `whsec_` and base64, and public keys of ed25519, `whpk_` and
// base64. While a secret is rotated the server signs with the old and the new
// one, so that a receiver may know either or both.
func NewVerifier(keys ...string) (*Verifier, error) {
	v := &Verifier{Tolerance: DefaultTolerance}
	for _, key := range keys {
		switch {
		case strings.HasPrefix(key, "whsec_"):
			secret, err := base64.StdEncoding.DecodeString(key[len("whsec_"):])
			if err != nil || len(secret) == 0 {
				return nil, errors.New("gancho: whsec_ is not followed by base64")
			}
			v.secrets = append(v.secrets, secret)
		case strings.HasPrefix(key, "whpk_"):
			public, err := base64.StdEncoding.DecodeString(key[len("whpk_"):])
			if err != nil || len(public) != ed25519.PublicKeySize {
				return nil, errors.New("gancho: whpk_ is not followed by the base64 of 32 bytes")
			}
			v.publicKeys = append(v.publicKeys, public)
		default:
			return nil, errors.New("gancho: a key begins with whsec_ or whpk_")
		}
	}
	if len(keys) == 0 {
		return nil, errors.New("gancho: no key")
	}
	return v, nil
}

// Verify returns nil if the body, exactly as it came, and the headers are those
// of a request that the server signed. The errors are ErrWebhookHeaders,
// ErrWebhookTimestamp and ErrWebhookSignature.
func (v *Verifier) Verify(body []byte, header http.Header) error {
	return v.verifyAt(body, header, time.Now())
}

func (v *Verifier) verifyAt(body []byte, header http.Header, now time.Time) error {
	id := header.Get("webhook-id")
	timestamp := header.Get("webhook-timestamp")
	signatures := header.Get("webhook-signature")
	if id == "" || timestamp == "" || signatures == "" {
		return ErrWebhookHeaders
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return ErrWebhookHeaders
	}
	tolerance := int64(v.Tolerance / time.Second)
	if seconds < now.Unix()-tolerance || seconds > now.Unix()+tolerance {
		return ErrWebhookTimestamp
	}
	signed := append([]byte(fmt.Sprintf("%s.%s.", id, timestamp)), body...)
	for _, signature := range strings.Fields(signatures) {
		scheme, text, _ := strings.Cut(signature, ",")
		bytes, err := base64.StdEncoding.DecodeString(text)
		if err == nil && v.matches(scheme, bytes, signed) {
			return nil
		}
	}
	return ErrWebhookSignature
}

func (v *Verifier) matches(scheme string, signature, signed []byte) bool {
	switch scheme {
	case "v1":
		for _, secret := range v.secrets {
			mac := hmac.New(sha256.New, secret)
			mac.Write(signed)
			// Takes the same time wherever they differ.
			if hmac.Equal(mac.Sum(nil), signature) {
				return true
			}
		}
	case "v1a":
		for _, public := range v.publicKeys {
			if ed25519.Verify(public, signed, signature) {
				return true
			}
		}
	}
	return false
}
