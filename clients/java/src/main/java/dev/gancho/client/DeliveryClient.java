// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import dev.gancho.v1.Attempt;
import dev.gancho.v1.CancelDeliveryRequest;
import dev.gancho.v1.Delivery;
import dev.gancho.v1.DeliveryServiceGrpc;
import dev.gancho.v1.DeliveryServiceGrpc.DeliveryServiceBlockingStub;
import dev.gancho.v1.GetDeliveryRequest;
import dev.gancho.v1.ListAttemptsRequest;
import dev.gancho.v1.ListAttemptsResponse;
import dev.gancho.v1.ListDeliveriesRequest;
import dev.gancho.v1.ListDeliveriesResponse;
import dev.gancho.v1.RecoverDeliveriesRequest;
import dev.gancho.v1.RecoverDeliveriesResponse;
import dev.gancho.v1.RetryDeliveryRequest;
import dev.gancho.v1.WatchDeliveriesRequest;
import dev.gancho.v1.WatchDeliveriesResponse;
import io.grpc.Channel;
import java.time.Duration;

/** Shows deliveries and acts on them. Thread-safe. */
public final class DeliveryClient extends ServiceClient<DeliveryServiceBlockingStub> {
  DeliveryClient(Channel channel, Duration timeout) {
    super(DeliveryServiceGrpc.newBlockingStub(channel), timeout);
  }

  /** The same, whose calls may take that long. */
  public DeliveryClient withTimeout(Duration timeout) {
    return new DeliveryClient(channel(), timeout);
  }

  /**
   * Returns one delivery with its request and attempts.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
   *     UNAVAILABLE
   */
  public Delivery getDelivery(GetDeliveryRequest request) {
    return call(stub -> stub.getDelivery(request));
  }

  /**
   * Lists deliveries, newest first.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
   *     PERMISSION_DENIED, UNAVAILABLE
   */
  public Pages<Delivery, ListDeliveriesResponse> listDeliveries(ListDeliveriesRequest request) {
    return new Pages<>(
        token ->
            call(
                stub ->
                    stub.listDeliveries(
                        token == null ? request : request.toBuilder().setPageToken(token).build())),
        ListDeliveriesResponse::getDeliveriesList,
        ListDeliveriesResponse::getNextPageToken);
  }

  /**
   * Lists the attempts of a delivery, oldest first.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
   *     UNAVAILABLE
   */
  public Pages<Attempt, ListAttemptsResponse> listAttempts(ListAttemptsRequest request) {
    return new Pages<>(
        token ->
            call(
                stub ->
                    stub.listAttempts(
                        token == null ? request : request.toBuilder().setPageToken(token).build())),
        ListAttemptsResponse::getAttemptsList,
        ListAttemptsResponse::getNextPageToken);
  }

  /**
   * Makes a pending delivery due now, or sends one that ended as FAILED, EXPIRED or CANCELLED
   * again: the same request, the same {@code webhook-id}, a fresh retry policy.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (it was DELIVERED),
   *     UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public Delivery retryDelivery(RetryDeliveryRequest request) {
    return call(stub -> stub.retryDelivery(request));
  }

  /**
   * Ends a pending delivery as CANCELLED. An attempt under way is not recalled.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION (it has ended),
   *     UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public Delivery cancelDelivery(CancelDeliveryRequest request) {
    return call(stub -> stub.cancelDelivery(request));
  }

  /**
   * Sends ended deliveries of a time range again, a batch a call: call again with {@code
   * next_page_token} until it is empty. Deliveries that were DELIVERED are left alone.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
   *     UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public RecoverDeliveriesResponse recoverDeliveries(RecoverDeliveriesRequest request) {
    return call(stub -> stub.recoverDeliveries(request));
  }

  /**
   * Streams every change of a delivery from now on. A reader that is too slow loses changes and
   * is told how many.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND (the account), RESOURCE_EXHAUSTED,
   *     UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public ServerStream<WatchDeliveriesResponse> watchDeliveries(WatchDeliveriesRequest request) {
    return stream(DeliveryServiceGrpc.getWatchDeliveriesMethod(), request);
  }
}
