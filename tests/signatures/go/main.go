// Verifies the lines of print_signatures: v1 with the Go library of Standard
// Webhooks; v1a, which it does not know, with Go's own ed25519.
package main

import (
	"bufio"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

type line struct {
	Name      string `json:"name"`
	Scheme    string `json:"scheme"`
	Key       string `json:"key"`
	ID        string `json:"id"`
	Timestamp string `json:"timestamp"`
	Signature string `json:"signature"`
	Body      []byte `json:"body_base64"`
	Expected  string `json:"expected"`
}

func (l line) verify(body []byte) error {
	if l.Scheme == "v1a" {
		return l.verifyEd25519(body)
	}
	hook, err := standardwebhooks.NewWebhook(l.Key)
	if err != nil {
		return err
	}
	headers := http.Header{}
	headers.Set("webhook-id", l.ID)
	headers.Set("webhook-timestamp", l.Timestamp)
	headers.Set("webhook-signature", l.Signature)
	if l.Expected != "" { // a vector of long ago
		return hook.VerifyIgnoringTimestamp(body, headers)
	}
	return hook.Verify(body, headers)
}

func (l line) verifyEd25519(body []byte) error {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(l.Key, "whpk_"))
	if err != nil {
		return err
	}
	if len(key) != ed25519.PublicKeySize {
		return fmt.Errorf("the public key has %d bytes", len(key))
	}
	seconds, err := strconv.ParseInt(l.Timestamp, 10, 64)
	if err != nil {
		return err
	}
	age := time.Since(time.Unix(seconds, 0))
	if l.Expected == "" && (age < -5*time.Minute || age > 5*time.Minute) {
		return fmt.Errorf("the timestamp is %v old", age)
	}
	text := append([]byte(l.ID+"."+l.Timestamp+"."), body...)
	for _, part := range strings.Split(l.Signature, " ") {
		if !strings.HasPrefix(part, "v1a,") {
			continue
		}
		signature, err := base64.StdEncoding.DecodeString(part[len("v1a,"):])
		if err != nil {
			return err
		}
		if ed25519.Verify(key, text, signature) {
			return nil
		}
	}
	return fmt.Errorf("no signature matches")
}

func main() {
	verified := map[string]int{}
	failed := 0
	fail := func(l line, what string) {
		failed++
		fmt.Printf("%s %s: %s: %+v\n", l.Scheme, l.Name, what, l)
	}
	input := bufio.NewScanner(os.Stdin)
	input.Buffer(nil, 4<<20)
	for input.Scan() {
		var l line
		if err := json.Unmarshal(input.Bytes(), &l); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		verified[l.Scheme]++
		if l.Expected != "" && l.Signature != l.Expected {
			fail(l, "not the signature of the vector")
		} else if err := l.verify(l.Body); err != nil {
			fail(l, err.Error())
		} else if l.verify(append(l.Body, ' ')) == nil {
			fail(l, "a changed body was accepted")
		}
	}
	if err := input.Err(); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Printf("Go standardwebhooks: %d verified; Go ed25519: %d verified; %d failed\n",
		verified["v1"], verified["v1a"], failed)
	if failed > 0 || verified["v1"] == 0 || verified["v1a"] == 0 {
		os.Exit(1)
	}
}
