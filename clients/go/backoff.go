// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package gancho

import "time"

// backoffDelay says how long to wait before the next try. The delay is between
// half and the whole of a value that doubles each time, so that many clients do
// not come back at once.
type backoffDelay struct {
	initial, max, next time.Duration
}

// take returns a delay; random is in [0, 1).
func (b *backoffDelay) take(random float64) time.Duration {
	delay := time.Duration(float64(b.next) * (0.5 + random/2))
	if b.next *= 2; b.next > b.max {
		b.next = b.max
	}
	return delay
}

// reset is called after a success.
func (b *backoffDelay) reset() { b.next = b.initial }
