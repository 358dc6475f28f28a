// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import dev.gancho.v1.CreateEventRequest;
import dev.gancho.v1.DeleteEventRequest;
import dev.gancho.v1.Event;
import dev.gancho.v1.EventServiceGrpc;
import dev.gancho.v1.EventServiceGrpc.EventServiceBlockingStub;
import dev.gancho.v1.EventStats;
import dev.gancho.v1.GetEventRequest;
import dev.gancho.v1.GetEventStatsRequest;
import dev.gancho.v1.ListEventsRequest;
import dev.gancho.v1.ListEventsResponse;
import dev.gancho.v1.PauseEventRequest;
import dev.gancho.v1.PreviewEventRequest;
import dev.gancho.v1.PreviewEventResponse;
import dev.gancho.v1.ResumeEventRequest;
import dev.gancho.v1.RotateSigningSecretRequest;
import dev.gancho.v1.RotateSigningSecretResponse;
import dev.gancho.v1.TestEventRequest;
import dev.gancho.v1.TestEventResponse;
import dev.gancho.v1.UpdateEventRequest;
import io.grpc.Channel;
import java.time.Duration;

/** Manages events: the requests to make. Thread-safe. */
public final class EventClient extends ServiceClient<EventServiceBlockingStub> {
  EventClient(Channel channel, Duration timeout) {
    super(EventServiceGrpc.newBlockingStub(channel), timeout);
  }

  /** The same, whose calls may take that long. */
  public EventClient withTimeout(Duration timeout) {
    return new EventClient(channel(), timeout);
  }

  /**
   * Creates an event. What it returns is durable and in force for every state accepted after it.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND (the account), ALREADY_EXISTS,
   *     RESOURCE_EXHAUSTED, UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public Event createEvent(CreateEventRequest request) {
    return call(stub -> stub.createEvent(request));
  }

  /**
   * Returns one event.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
   *     UNAVAILABLE
   */
  public Event getEvent(GetEventRequest request) {
    return call(stub -> stub.getEvent(request));
  }

  /**
   * Lists events, by id.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
   *     PERMISSION_DENIED, UNAVAILABLE
   */
  public Pages<Event, ListEventsResponse> listEvents(ListEventsRequest request) {
    return new Pages<>(
        token ->
            call(
                stub ->
                    stub.listEvents(
                        token == null ? request : request.toBuilder().setPageToken(token).build())),
        ListEventsResponse::getEventsList,
        ListEventsResponse::getNextPageToken);
  }

  /**
   * Changes one event: the fields of {@code update_mask}; without a mask every populated field;
   * with {@code *} all of them. Output-only fields are ignored, unknown paths are refused.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, ABORTED (etag), RESOURCE_EXHAUSTED,
   *     UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public Event updateEvent(UpdateEventRequest request) {
    return call(stub -> stub.updateEvent(request));
  }

  /**
   * Deletes one event. Without {@code force} no trigger may name it and nothing may be pending;
   * with it, the triggers go too and what is pending is CANCELLED.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION, ABORTED (etag),
   *     UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public void deleteEvent(DeleteEventRequest request) {
    call(stub -> stub.deleteEvent(request));
  }

  /**
   * Stops the deliveries of an event. What is pending waits, and may expire. Pausing a paused
   * event changes nothing.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (the event is
   *     DISABLED), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public Event pauseEvent(PauseEventRequest request) {
    return call(stub -> stub.pauseEvent(request));
  }

  /**
   * Lets the deliveries of a PAUSED or DISABLED event flow again. Resuming an active event
   * changes nothing.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
   *     UNAVAILABLE
   */
  public Event resumeEvent(ResumeEventRequest request) {
    return call(stub -> stub.resumeEvent(request));
  }

  /**
   * Renders the request of a stored or a given event against a real or a sample call, and sends
   * nothing. Credentials and signatures are shown as {@code REDACTED}.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
   *     UNAVAILABLE
   */
  public PreviewEventResponse previewEvent(PreviewEventRequest request) {
    return call(stub -> stub.previewEvent(request));
  }

  /**
   * Renders the request as PreviewEvent does, sends it once, now, outside all lanes and limits,
   * and returns the attempt. Nothing is recorded.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, RESOURCE_EXHAUSTED (too many tests at
   *     once), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public TestEventResponse testEvent(TestEventRequest request) {
    return call(stub -> stub.testEvent(request));
  }

  /**
   * Makes a new signing secret and returns it, this once. Requests carry signatures of the old
   * and the new secret until the overlap is over.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (the event is not
   *     signed), UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public RotateSigningSecretResponse rotateSigningSecret(RotateSigningSecretRequest request) {
    return call(stub -> stub.rotateSigningSecret(request));
  }

  /**
   * Returns what the engine knows of an event at this moment.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
   *     UNAVAILABLE
   */
  public EventStats getEventStats(GetEventStatsRequest request) {
    return call(stub -> stub.getEventStats(request));
  }
}
