// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package gancho

import (
	"context"

	ganchov1 "gancho.dev/clients/go/gancho/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// Pages reads a list, one resource at a time and page after page:
//
//	events := client.ListEvents(ctx, &ganchov1.ListEventsRequest{Parent: account})
//	for events.Next() {
//		fmt.Println(events.Item().GetName())
//	}
//	if err := events.Err(); err != nil { ... }
//
// It belongs to one goroutine.
type Pages[Item any] struct {
	// Reads the page with the token; its items and the token of the next.
	read   func(token string) ([]Item, string, error)
	page   []Item
	token  string
	item   Item
	isLast bool
	err    error
}

// Next goes on to the next resource; false behind the last, and after an error.
// Called again after an error it asks for the same page again.
func (p *Pages[Item]) Next() bool {
	p.err = nil
	// A page may be empty and still not be the last.
	for len(p.page) == 0 {
		if p.isLast {
			return false
		}
		page, token, err := p.read(p.token)
		if err != nil {
			p.err = err
			return false
		}
		p.page, p.token, p.isLast = page, token, token == ""
	}
	p.item, p.page = p.page[0], p.page[1:]
	return true
}

// Item is the resource that Next went to.
func (p *Pages[Item]) Item() Item { return p.item }

// Err is why Next said false; nil behind the last resource.
func (p *Pages[Item]) Err() error { return p.err }

// All is an iter.Seq2 for those who have Go 1.23:
//
//	for event, err := range client.ListEvents(ctx, request).All() { ... }
func (p *Pages[Item]) All() func(yield func(Item, error) bool) {
	return func(yield func(Item, error) bool) {
		for p.Next() {
			if !yield(p.item, nil) {
				return
			}
		}
		if p.err != nil {
			var none Item
			yield(none, p.err)
		}
	}
}

type pageOf interface{ GetNextPageToken() string }

// list reads pages with a method of a stub. `request` is copied.
func list[Request proto.Message, Response pageOf, Item any](ctx context.Context,
	method func(context.Context, Request, ...grpc.CallOption) (Response, error),
	request Request, items func(Response) []Item) *Pages[Item] {
	next := proto.Clone(request).(Request)
	message := next.ProtoReflect()
	tokenField := message.Descriptor().Fields().ByName("page_token")
	return &Pages[Item]{
		token: message.Get(tokenField).String(),
		read: func(token string) ([]Item, string, error) {
			message.Set(tokenField, protoreflect.ValueOfString(token))
			page, err := method(ctx, next)
			if err != nil {
				return nil, "", err
			}
			return items(page), page.GetNextPageToken(), nil
		},
	}
}

// ListAccounts reads accounts; `page_size` of the request is that of a page.
func (c *Client) ListAccounts(ctx context.Context, request *ganchov1.ListAccountsRequest) *Pages[*ganchov1.Account] {
	return list(ctx, c.Accounts.ListAccounts, request, (*ganchov1.ListAccountsResponse).GetAccounts)
}

// ListEvents reads the events of an account.
func (c *Client) ListEvents(ctx context.Context, request *ganchov1.ListEventsRequest) *Pages[*ganchov1.Event] {
	return list(ctx, c.Events.ListEvents, request, (*ganchov1.ListEventsResponse).GetEvents)
}

// ListTriggers reads the triggers of an account.
func (c *Client) ListTriggers(ctx context.Context, request *ganchov1.ListTriggersRequest) *Pages[*ganchov1.Trigger] {
	return list(ctx, c.Triggers.ListTriggers, request, (*ganchov1.ListTriggersResponse).GetTriggers)
}

// ListCalls reads the calls of an account, the latest first.
func (c *Client) ListCalls(ctx context.Context, request *ganchov1.ListCallsRequest) *Pages[*ganchov1.Call] {
	return list(ctx, c.Calls.ListCalls, request, (*ganchov1.ListCallsResponse).GetCalls)
}

// ListDeliveries reads the deliveries of an account.
func (c *Client) ListDeliveries(ctx context.Context, request *ganchov1.ListDeliveriesRequest) *Pages[*ganchov1.Delivery] {
	return list(ctx, c.Deliveries.ListDeliveries, request, (*ganchov1.ListDeliveriesResponse).GetDeliveries)
}

// ListAttempts reads the attempts of a delivery.
func (c *Client) ListAttempts(ctx context.Context, request *ganchov1.ListAttemptsRequest) *Pages[*ganchov1.Attempt] {
	return list(ctx, c.Deliveries.ListAttempts, request, (*ganchov1.ListAttemptsResponse).GetAttempts)
}

// ListApiKeys reads the keys of an account, without their secrets.
func (c *Client) ListApiKeys(ctx context.Context, request *ganchov1.ListApiKeysRequest) *Pages[*ganchov1.ApiKey] {
	return list(ctx, c.ApiKeys.ListApiKeys, request, (*ganchov1.ListApiKeysResponse).GetApiKeys)
}
