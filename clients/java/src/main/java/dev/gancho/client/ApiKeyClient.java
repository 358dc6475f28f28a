// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import dev.gancho.v1.ApiKey;
import dev.gancho.v1.ApiKeyServiceGrpc;
import dev.gancho.v1.ApiKeyServiceGrpc.ApiKeyServiceBlockingStub;
import dev.gancho.v1.CreateApiKeyRequest;
import dev.gancho.v1.DeleteApiKeyRequest;
import dev.gancho.v1.ListApiKeysRequest;
import dev.gancho.v1.ListApiKeysResponse;
import io.grpc.Channel;
import java.time.Duration;

/** Manages the keys with which the server is called. Thread-safe. */
public final class ApiKeyClient extends ServiceClient<ApiKeyServiceBlockingStub> {
  ApiKeyClient(Channel channel, Duration timeout) {
    super(ApiKeyServiceGrpc.newBlockingStub(channel), timeout);
  }

  /** The same, whose calls may take that long. */
  public ApiKeyClient withTimeout(Duration timeout) {
    return new ApiKeyClient(channel(), timeout);
  }

  /**
   * Creates a key and returns it with its secret, this once.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND (the account), ALREADY_EXISTS,
   *     RESOURCE_EXHAUSTED, UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public ApiKey createApiKey(CreateApiKeyRequest request) {
    return call(stub -> stub.createApiKey(request));
  }

  /**
   * Lists keys by id, without their secrets.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND (the account), UNAUTHENTICATED,
   *     PERMISSION_DENIED, UNAVAILABLE
   */
  public Pages<ApiKey, ListApiKeysResponse> listApiKeys(ListApiKeysRequest request) {
    return new Pages<>(
        token ->
            call(
                stub ->
                    stub.listApiKeys(
                        token == null ? request : request.toBuilder().setPageToken(token).build())),
        ListApiKeysResponse::getApiKeysList,
        ListApiKeysResponse::getNextPageToken);
  }

  /**
   * Deletes a key; it stops working at once.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
   *     UNAVAILABLE
   */
  public void deleteApiKey(DeleteApiKeyRequest request) {
    call(stub -> stub.deleteApiKey(request));
  }
}
