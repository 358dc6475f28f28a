// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/account_change.h"

#include <limits>
#include <memory>
#include <utility>

#include "google/protobuf/util/message_differencer.h"
#include "service/definition_limits.h"
#include "service/proto_time.h"
#include "service/resource_name.h"
#include "service/status.h"
#include "service/update_mask.h"
#include "store/key.h"
#include "store/table.h"

namespace gancho::service {
namespace {

using google::protobuf::util::MessageDifferencer;

constexpr size_t kAll = std::numeric_limits<size_t>::max();

bool HasCalls(const PlanContext& context, uint64_t account_uid) {
  for (int partition = 0; partition < context.partitions; ++partition) {
    auto scan = context.ledger.NewScan(
        store::Table::kCall,
        store::AccountCallsRange(static_cast<uint16_t>(partition),
                                 account_uid));
    if (scan->Valid()) return true;
  }
  return false;
}

}  // namespace

absl::Status PlanCreateAccount(const v1::CreateAccountRequest& request,
                               const std::string& id, PlanContext* context,
                               DefinitionChange* change,
                               v1::Account* response) {
  if (context->catalog.FindAccount(id) != nullptr) {
    return AlreadyExists(AccountName(id));
  }
  if (context->catalog.CountsOf(0).accounts >= kMaxAccounts) {
    return Exhausted("TOO_MANY_ACCOUNTS", "server",
                     "the server has as many accounts as it may have",
                     absl::Minutes(1));
  }
  store::AccountRecord record;
  record.set_uid(context->NewUid());
  record.set_version(1);
  *record.mutable_account() = request.account();
  const auto now = ToTimestamp(context->now);
  *record.mutable_account()->mutable_create_time() = now;
  *record.mutable_account()->mutable_update_time() = now;
  delivery::FieldProblems problems;
  auto account =
      context->builder.BuildAccount(id, std::move(record), &problems);
  if (account == nullptr) return InvalidFields(problems, "account");
  *response = account->account;
  change->SetAccount(std::move(account));
  return absl::OkStatus();
}

absl::Status PlanUpdateAccount(const v1::UpdateAccountRequest& request,
                               const std::string& id, PlanContext* context,
                               DefinitionChange* change,
                               v1::Account* response) {
  const auto stored = context->catalog.FindAccount(id);
  if (stored == nullptr) return NotFound(AccountName(id));
  absl::Status status = CheckEtag(
      request.account().etag(), stored->account.etag(), stored->account.name());
  if (!status.ok()) return status;

  store::AccountRecord record = DefinitionBuilder::ToRecord(*stored);
  v1::Account* account = record.mutable_account();
  status = ApplyUpdateMask(request.update_mask(), request.account(), account);
  if (!status.ok()) return status;
  *account->mutable_create_time() = stored->account.create_time();
  *account->mutable_update_time() = ToTimestamp(context->now);
  record.set_version(stored->version + 1);
  delivery::FieldProblems problems;
  auto updated =
      context->builder.BuildAccount(id, std::move(record), &problems);
  if (updated == nullptr) return InvalidFields(problems, "account");

  v1::Account unchanged = updated->account;
  *unchanged.mutable_update_time() = stored->account.update_time();
  unchanged.set_etag(stored->account.etag());
  if (MessageDifferencer::Equals(unchanged, stored->account)) {
    *response = stored->account;
    return absl::OkStatus();
  }
  *response = updated->account;
  change->SetAccount(std::move(updated));
  return absl::OkStatus();
}

absl::Status PlanDeleteAccount(const v1::DeleteAccountRequest& request,
                               const std::string& id, PlanContext* context,
                               DefinitionChange* change) {
  const auto stored = context->catalog.FindAccount(id);
  if (stored == nullptr) return NotFound(AccountName(id));
  const std::string& name = stored->account.name();
  absl::Status status = CheckEtag(request.etag(), stored->account.etag(), name);
  if (!status.ok()) return status;
  if (id == kDefaultAccount) {
    return PreconditionFailed("DEFAULT_ACCOUNT", name,
                              "the default account cannot be deleted");
  }
  const uint64_t uid = stored->uid;
  if (!request.force()) {
    const DefinitionCatalog::Counts counts = context->catalog.CountsOf(uid);
    if (counts.events > 0 || counts.triggers > 0 || HasCalls(*context, uid)) {
      return PreconditionFailed(
          "ACCOUNT_NOT_EMPTY", name,
          "the account has events, triggers or calls; delete them first, or "
          "delete the account with force");
    }
  }
  for (const auto& trigger : context->catalog.ListTriggers(uid, "", kAll)) {
    absl::StatusOr<ChildName> child =
        ReadTriggerName(trigger->trigger.name(), "name");
    change->RemoveTrigger(uid, child->id);
  }
  for (const auto& event : context->catalog.ListEvents(uid, "", kAll)) {
    change->RemoveEvent(*event, "the account was deleted");
  }
  change->RemoveAccount(id, uid, context->now);
  return absl::OkStatus();
}

}  // namespace gancho::service
