// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Streams one call into a server and reads it back:
//
//	go run ./examples/stream_calls -address 127.0.0.1:7233
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"time"

	gancho "gancho.dev/clients/go"
	ganchov1 "gancho.dev/clients/go/gancho/v1"
	"google.golang.org/protobuf/proto"
)

const account = "accounts/default"

func main() {
	address := flag.String("address", "127.0.0.1:7233", "the server, host:port")
	flag.Parse()
	if err := run(*address); err != nil {
		var e *gancho.Error
		if errors.As(err, &e) {
			log.Fatalf("%s (reason %q, fields %v)", e, e.Reason, e.Violations)
		}
		log.Fatal(err)
	}
}

func run(address string) error {
	client, err := gancho.Connect(address)
	if err != nil {
		return err
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()

	stream := client.NewCallStateStream(gancho.CallStateStreamOptions{
		Parent: account,
		OnRejection: func(r gancho.Rejection) {
			log.Printf("refused: %s: %s", r.State.GetCallId(), r.Err)
		},
	})
	callID := fmt.Sprintf("go-%d", time.Now().UnixMilli())
	for i, state := range []ganchov1.CallState_State{
		ganchov1.CallState_START, ganchov1.CallState_TALK, ganchov1.CallState_END,
	} {
		if err := stream.Send(ctx, &ganchov1.CallState{
			CallId:    callID,
			State:     state,
			Sequence:  proto.Int64(int64(i + 1)),
			Direction: ganchov1.CallState_INBOUND,
			Caller:    "+541143210000",
			Called:    "100",
		}); err != nil {
			return err
		}
	}
	// Durable from here on, with every delivery that the states caused.
	if err := stream.Close(ctx); err != nil {
		return err
	}

	calls := client.ListCalls(ctx, &ganchov1.ListCallsRequest{
		Parent: account, Filter: fmt.Sprintf("call_id = %q", callID)})
	for calls.Next() {
		call := calls.Item()
		fmt.Printf("%s: %s, %d states, answered: %t\n", call.GetName(),
			call.GetState(), call.GetStateCount(), call.GetAnswered())
	}
	return calls.Err()
}
