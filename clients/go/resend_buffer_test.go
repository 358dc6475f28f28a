// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package gancho

import (
	"fmt"
	"strings"
	"testing"
	"time"

	ganchov1 "gancho.dev/clients/go/gancho/v1"
)

func bufferOf(states, maxStates, maxBytes int) *resendBuffer {
	b := &resendBuffer{parent: "accounts/a", maxMessageStates: maxStates, maxMessageBytes: maxBytes}
	for i := 0; i < states; i++ {
		b.add(&ganchov1.CallState{CallId: fmt.Sprintf("c%d", i)})
	}
	return b
}

func TestResendBufferGathersStatesIntoMessages(t *testing.T) {
	b := bufferOf(7, 3, 1<<20)
	b.close()
	var sizes []int
	for b.hasNext() {
		message := b.takeNext()
		sizes = append(sizes, len(message.CallStates))
		if message.MessageId != int64(len(sizes)) || message.Parent != "accounts/a" {
			t.Errorf("message %d: %v", len(sizes), message)
		}
	}
	if fmt.Sprint(sizes) != "[3 3 1]" {
		t.Errorf("%v", sizes)
	}
}

func TestResendBufferLimitsTheBytesOfAMessage(t *testing.T) {
	b := bufferOf(0, 1000, 250)
	for i := 0; i < 4; i++ {
		b.add(&ganchov1.CallState{CallId: strings.Repeat("x", 100)})
	}
	b.close()
	for b.hasNext() {
		if n := len(b.takeNext().CallStates); n != 2 {
			t.Errorf("%d states", n)
		}
	}
}

func TestResendBufferSendsAgainWhatWasNotAcknowledged(t *testing.T) {
	b := bufferOf(9, 3, 1<<20)
	for b.hasNext() {
		b.takeNext()
	}
	if states := b.acknowledge(1); states != 3 || b.states != 6 {
		t.Errorf("%d acknowledged, %d left", states, b.states)
	}
	if states := b.acknowledge(1); states != 0 {
		t.Errorf("%d acknowledged twice", states)
	}
	b.rewind()
	if message := b.takeNext(); message.MessageId != 2 || message.CallStates[0].CallId != "c3" {
		t.Errorf("%v", message)
	}
	if states := b.acknowledge(3); states != 6 || !b.empty() || !b.isIdle() || b.sizeBytes != 0 || b.hasNext() {
		t.Errorf("%d acknowledged, %+v", states, b)
	}
}

func TestResendBufferFindsRefusedStates(t *testing.T) {
	b := bufferOf(6, 3, 1<<20)
	b.acknowledge(1)
	if state := b.find(2, 1); state.GetCallId() != "c4" {
		t.Errorf("%v", state)
	}
	for _, place := range [][2]int64{{1, 0}, {3, 0}, {2, -1}, {2, 3}} {
		if state := b.find(place[0], int32(place[1])); state != nil {
			t.Errorf("%v: %v", place, state)
		}
	}
}

func TestBackoffDoublesWithinItsLimit(t *testing.T) {
	b := backoffDelay{initial: 10, max: 35, next: 10}
	var whole, half []time.Duration
	for i := 0; i < 4; i++ {
		half = append(half, (&backoffDelay{initial: b.next, max: b.max, next: b.next}).take(0))
		whole = append(whole, b.take(0.999999999))
	}
	if fmt.Sprint(half) != "[5ns 10ns 17ns 17ns]" || fmt.Sprint(whole) != "[9ns 19ns 34ns 34ns]" {
		t.Errorf("%v %v", half, whole)
	}
	b.reset()
	if b.next != 10 {
		t.Errorf("%v", b.next)
	}
}
