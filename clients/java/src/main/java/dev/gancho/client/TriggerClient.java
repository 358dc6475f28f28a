// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import dev.gancho.v1.CreateTriggerRequest;
import dev.gancho.v1.DeleteTriggerRequest;
import dev.gancho.v1.GetTriggerRequest;
import dev.gancho.v1.ListTriggersRequest;
import dev.gancho.v1.ListTriggersResponse;
import dev.gancho.v1.Trigger;
import dev.gancho.v1.TriggerServiceGrpc;
import dev.gancho.v1.TriggerServiceGrpc.TriggerServiceBlockingStub;
import dev.gancho.v1.UpdateTriggerRequest;
import io.grpc.Channel;
import java.time.Duration;

/** Manages triggers: when to make them. Thread-safe. */
public final class TriggerClient extends ServiceClient<TriggerServiceBlockingStub> {
  TriggerClient(Channel channel, Duration timeout) {
    super(TriggerServiceGrpc.newBlockingStub(channel), timeout);
  }

  /** The same, whose calls may take that long. */
  public TriggerClient withTimeout(Duration timeout) {
    return new TriggerClient(channel(), timeout);
  }

  /**
   * Creates a trigger. What it returns is durable and in force for every state accepted after it.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND (the account), FAILED_PRECONDITION,
   *     ALREADY_EXISTS, RESOURCE_EXHAUSTED, UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public Trigger createTrigger(CreateTriggerRequest request) {
    return call(stub -> stub.createTrigger(request));
  }

  /**
   * Returns one trigger.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
   *     UNAVAILABLE
   */
  public Trigger getTrigger(GetTriggerRequest request) {
    return call(stub -> stub.getTrigger(request));
  }

  /**
   * Lists triggers, by id.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
   *     PERMISSION_DENIED, UNAVAILABLE
   */
  public Pages<Trigger, ListTriggersResponse> listTriggers(ListTriggersRequest request) {
    return new Pages<>(
        token ->
            call(
                stub ->
                    stub.listTriggers(
                        token == null ? request : request.toBuilder().setPageToken(token).build())),
        ListTriggersResponse::getTriggersList,
        ListTriggersResponse::getNextPageToken);
  }

  /**
   * Changes one trigger: the fields of {@code update_mask}; without a mask every populated field;
   * with {@code *} all of them. Output-only fields are ignored, unknown paths are refused.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION, ABORTED (etag),
   *     RESOURCE_EXHAUSTED, UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public Trigger updateTrigger(UpdateTriggerRequest request) {
    return call(stub -> stub.updateTrigger(request));
  }

  /**
   * Deletes one trigger.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, ABORTED (etag), UNAUTHENTICATED,
   *     PERMISSION_DENIED, UNAVAILABLE
   */
  public void deleteTrigger(DeleteTriggerRequest request) {
    call(stub -> stub.deleteTrigger(request));
  }
}
