// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/definition_loader.h"

#include <string>
#include <string_view>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "service/concat.h"
#include "service/resource_name.h"
#include "store/key.h"
#include "store/record.pb.h"
#include "store/table.h"

namespace gancho::service {
namespace {

using store::Table;

// Reads one run of the loader; remembers the ids of the accounts.
class Loader {
 public:
  Loader(const store::Ledger& ledger, DefinitionBuilder* builder,
         DefinitionCatalog* catalog, delivery::Engine* engine)
      : ledger_(ledger),
        builder_(builder),
        catalog_(catalog),
        engine_(engine) {}

  absl::Status LoadAccounts() {
    return ForEach<store::AccountRecord>(
        Table::kAccount,
        [this](std::string_view key, store::AccountRecord record) {
          const std::string name = AccountName(key);
          account_ids_[record.uid()] = std::string(key);
          auto account =
              builder_->BuildAccount(key, std::move(record), &problems_);
          if (account == nullptr) return Unreadable(name);
          catalog_->SetAccount(std::move(account));
          return absl::OkStatus();
        });
  }

  absl::Status LoadEvents() {
    return ForEach<store::EventRecord>(
        Table::kEvent, [this](std::string_view key, store::EventRecord record) {
          uint64_t account_uid;
          std::string_view id;
          const std::string* account = FindAccount(key, &account_uid, &id);
          if (account == nullptr) return Orphan("event", key);
          auto event = builder_->BuildEvent(
              *account, account_uid, id, std::move(record),
              DefinitionBuilder::Origin::kStored, &problems_);
          if (event == nullptr) return Unreadable(EventName(*account, id));
          engine_->SetEvent(event->runtime);
          catalog_->SetEvent(account_uid, std::move(event));
          return absl::OkStatus();
        });
  }

  absl::Status LoadTriggers() {
    return ForEach<store::TriggerRecord>(
        Table::kTrigger,
        [this](std::string_view key, store::TriggerRecord record) {
          uint64_t account_uid;
          std::string_view id;
          const std::string* account = FindAccount(key, &account_uid, &id);
          if (account == nullptr) return Orphan("trigger", key);
          auto trigger = builder_->BuildTrigger(*account, id, std::move(record),
                                                &problems_);
          if (trigger == nullptr) return Unreadable(TriggerName(*account, id));
          catalog_->SetTrigger(account_uid, std::move(trigger));
          return absl::OkStatus();
        });
  }

 private:
  template <typename Record, typename Use>
  absl::Status ForEach(Table table, Use use) {
    auto scan = ledger_.NewScan(table, {});
    for (; scan->Valid(); scan->Next()) {
      Record record;
      if (!record.ParseFromArray(scan->value().data(),
                                 static_cast<int>(scan->value().size()))) {
        return absl::DataLossError(
            Concat("a damaged ", Record::descriptor()->name()));
      }
      absl::Status status = use(scan->key(), std::move(record));
      if (!status.ok()) return status;
    }
    return scan->status();
  }

  const std::string* FindAccount(std::string_view key, uint64_t* account_uid,
                                 std::string_view* id) const {
    if (!store::ReadDefinitionKey(key, account_uid, id)) return nullptr;
    auto it = account_ids_.find(*account_uid);
    return it == account_ids_.end() ? nullptr : &it->second;
  }

  absl::Status Unreadable(const std::string& name) const {
    return absl::DataLossError(
        Concat(name, " cannot be read: ", problems_.front().field, " ",
               problems_.front().description));
  }

  static absl::Status Orphan(std::string_view what, std::string_view key) {
    uint64_t account_uid = 0;
    std::string_view id;
    store::ReadDefinitionKey(key, &account_uid, &id);
    return absl::DataLossError(Concat(
        what, " ", id, " belongs to the unknown account uid ", account_uid));
  }

  const store::Ledger& ledger_;
  DefinitionBuilder* const builder_;
  DefinitionCatalog* const catalog_;
  delivery::Engine* const engine_;
  delivery::FieldProblems problems_;
  absl::flat_hash_map<uint64_t, std::string> account_ids_;
};

}  // namespace

absl::StatusOr<uint64_t> LoadDefinitions(const store::Ledger& ledger,
                                         DefinitionBuilder* builder,
                                         DefinitionCatalog* catalog,
                                         delivery::Engine* engine) {
  uint64_t next_uid = 1;
  absl::StatusOr<std::string> value =
      ledger.Get(Table::kMeta, store::kMetaNextUid);
  if (value.ok() && !store::ReadMetaNumber(*value, &next_uid)) {
    return absl::DataLossError("the counter of uids is damaged");
  }
  if (!value.ok() && !absl::IsNotFound(value.status())) return value.status();
  Loader loader(ledger, builder, catalog, engine);
  absl::Status status = loader.LoadAccounts();
  if (status.ok()) status = loader.LoadEvents();
  if (status.ok()) status = loader.LoadTriggers();
  if (!status.ok()) return status;
  return next_uid;
}

}  // namespace gancho::service
