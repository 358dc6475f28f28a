// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Package gancho calls a Gancho server: it streams call states into it, manages
// accounts, events, triggers and deliveries, and verifies the signatures of the
// requests that the server sends.
//
// [Connect] gives a [Client] with the generated stubs of each service, whose
// errors are of type [*Error]; [CallStateStream] is the way to send many call
// states; [Verifier] is for those who receive webhooks.
package gancho
