// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package gancho

import (
	ganchov1 "gancho.dev/clients/go/gancho/v1"
	"google.golang.org/protobuf/proto"
)

// Tag and length of a state within its message.
const stateOverheadBytes = 5

// resendBuffer holds states from the moment they are sent until they are
// acknowledged, gathered into messages: what a reconnect needs. It knows no time
// and no network, and belongs to who holds the stream's lock.
type resendBuffer struct {
	parent           string
	maxMessageStates int
	maxMessageBytes  int

	messages      []bufferedMessage // closed, by message id without gaps
	next          int               // into messages: the next to write
	open          *ganchov1.StreamCallStatesRequest
	openBytes     int
	states        int // not acknowledged
	sizeBytes     int
	lastMessageID int64
}

type bufferedMessage struct {
	message   *ganchov1.StreamCallStatesRequest
	sizeBytes int
}

// add puts one state into the message that is being gathered.
func (b *resendBuffer) add(state *ganchov1.CallState) {
	size := proto.Size(state) + stateOverheadBytes
	if b.open != nil && b.openBytes+size > b.maxMessageBytes {
		b.close()
	}
	if b.open == nil {
		b.lastMessageID++
		b.open = &ganchov1.StreamCallStatesRequest{
			Parent: b.parent, MessageId: b.lastMessageID}
	}
	b.open.CallStates = append(b.open.CallStates, state)
	b.openBytes += size
	b.sizeBytes += size
	b.states++
	if len(b.open.CallStates) >= b.maxMessageStates || b.openBytes >= b.maxMessageBytes {
		b.close()
	}
}

// close ends the message that is being gathered, if it holds anything.
func (b *resendBuffer) close() {
	if b.open == nil {
		return
	}
	b.messages = append(b.messages, bufferedMessage{b.open, b.openBytes})
	b.open, b.openBytes = nil, 0
}

// hasNext says whether there is a closed message that was not handed out.
func (b *resendBuffer) hasNext() bool { return b.next < len(b.messages) }

// takeNext hands out the next message; it stays until it is acknowledged.
func (b *resendBuffer) takeNext() *ganchov1.StreamCallStatesRequest {
	message := b.messages[b.next].message
	b.next++
	return message
}

// rewind hands out everything again.
func (b *resendBuffer) rewind() { b.next = 0 }

// acknowledge drops every message up to messageID, and says how many states
// those were.
func (b *resendBuffer) acknowledge(messageID int64) int {
	states, dropped := 0, 0
	for dropped < len(b.messages) && b.messages[dropped].message.MessageId <= messageID {
		states += len(b.messages[dropped].message.CallStates)
		b.sizeBytes -= b.messages[dropped].sizeBytes
		b.messages[dropped] = bufferedMessage{} // for the garbage collector
		dropped++
	}
	b.messages = b.messages[dropped:]
	if b.next -= dropped; b.next < 0 {
		b.next = 0
	}
	b.states -= states
	return states
}

// find returns a state that was sent, or nil if its message is not here.
func (b *resendBuffer) find(messageID int64, index int32) *ganchov1.CallState {
	if len(b.messages) == 0 {
		return nil
	}
	offset := messageID - b.messages[0].message.MessageId
	if offset < 0 || offset >= int64(len(b.messages)) {
		return nil
	}
	states := b.messages[offset].message.CallStates
	if index < 0 || int(index) >= len(states) {
		return nil
	}
	return states[index]
}

func (b *resendBuffer) empty() bool { return b.states == 0 }

// isIdle says whether the message that is being gathered is all there is.
func (b *resendBuffer) isIdle() bool { return len(b.messages) == 0 }
