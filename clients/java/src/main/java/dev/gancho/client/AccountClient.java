// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

package dev.gancho.client;

import dev.gancho.v1.Account;
import dev.gancho.v1.AccountServiceGrpc;
import dev.gancho.v1.AccountServiceGrpc.AccountServiceBlockingStub;
import dev.gancho.v1.CreateAccountRequest;
import dev.gancho.v1.DeleteAccountRequest;
import dev.gancho.v1.GetAccountRequest;
import dev.gancho.v1.ListAccountsRequest;
import dev.gancho.v1.ListAccountsResponse;
import dev.gancho.v1.UpdateAccountRequest;
import io.grpc.Channel;
import java.time.Duration;

/** Manages accounts. Thread-safe. */
public final class AccountClient extends ServiceClient<AccountServiceBlockingStub> {
  AccountClient(Channel channel, Duration timeout) {
    super(AccountServiceGrpc.newBlockingStub(channel), timeout);
  }

  /** The same, whose calls may take that long. */
  public AccountClient withTimeout(Duration timeout) {
    return new AccountClient(channel(), timeout);
  }

  /**
   * Creates an account. What it returns is durable and in force for every state accepted after
   * it.
   *
   * @throws GanchoException INVALID_ARGUMENT, ALREADY_EXISTS, RESOURCE_EXHAUSTED,
   *     UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public Account createAccount(CreateAccountRequest request) {
    return call(stub -> stub.createAccount(request));
  }

  /**
   * Returns one account.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, UNAUTHENTICATED, PERMISSION_DENIED,
   *     UNAVAILABLE
   */
  public Account getAccount(GetAccountRequest request) {
    return call(stub -> stub.getAccount(request));
  }

  /**
   * Lists accounts, by id.
   *
   * @throws GanchoException INVALID_ARGUMENT, UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public Pages<Account, ListAccountsResponse> listAccounts(ListAccountsRequest request) {
    return new Pages<>(
        token ->
            call(
                stub ->
                    stub.listAccounts(
                        token == null ? request : request.toBuilder().setPageToken(token).build())),
        ListAccountsResponse::getAccountsList,
        ListAccountsResponse::getNextPageToken);
  }

  /**
   * Changes one account: the fields of {@code update_mask}; without a mask every populated field;
   * with {@code *} all of them. Output-only fields are ignored, unknown paths are refused.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, ABORTED (etag), RESOURCE_EXHAUSTED,
   *     UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public Account updateAccount(UpdateAccountRequest request) {
    return call(stub -> stub.updateAccount(request));
  }

  /**
   * Deletes one account. Without {@code force} it must be empty; {@code accounts/default} cannot
   * be deleted.
   *
   * @throws GanchoException INVALID_ARGUMENT, NOT_FOUND, FAILED_PRECONDITION, ABORTED (etag),
   *     UNAUTHENTICATED, PERMISSION_DENIED, UNAVAILABLE
   */
  public void deleteAccount(DeleteAccountRequest request) {
    call(stub -> stub.deleteAccount(request));
  }
}
