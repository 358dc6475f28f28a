// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/definition_source.h"

#include <memory>
#include <utility>

#include "service/concat.h"

namespace gancho::service {
namespace {

std::string IdOf(const std::string& name) {
  return name.substr(name.rfind('/') + 1);
}

template <typename Definition>
using ListFunction = std::vector<std::shared_ptr<const Definition>> (
    DefinitionCatalog::*)(uint64_t, std::string_view, size_t) const;

template <typename Definition, typename Resource>
void AppendOf(const DefinitionCatalog& catalog,
              const AccountDefinition& account, std::string_view after,
              size_t limit, ListFunction<Definition> list,
              Resource Definition::*resource,
              std::vector<Listed<Definition>>* out) {
  const std::string account_id = IdOf(account.account.name());
  for (auto& definition : (catalog.*list)(account.uid, after, limit)) {
    std::string key =
        Concat(account_id, "/", IdOf(((*definition).*resource).name()));
    out->push_back({std::move(key), std::move(definition)});
  }
}

template <typename Definition, typename Resource>
std::vector<Listed<Definition>> ChildrenAfter(const DefinitionCatalog& catalog,
                                              const std::string& account_id,
                                              const std::string& after,
                                              size_t limit,
                                              ListFunction<Definition> list,
                                              Resource Definition::*resource) {
  std::vector<Listed<Definition>> out;
  const size_t slash = after.find('/');
  std::string after_account = after.substr(0, slash);
  const std::string after_id =
      slash == std::string::npos ? "" : after.substr(slash + 1);
  // What is left of the account in which the page before ended, or all of the
  // only one.
  const bool is_all = account_id == "-";
  const auto first = catalog.FindAccount(is_all ? after_account : account_id);
  if (first != nullptr) {
    AppendOf(catalog, *first, after_id, limit, list, resource, &out);
  }
  if (!is_all) return out;
  constexpr size_t kAccountsAtOnce = 64;
  while (out.size() < limit) {
    const auto accounts = catalog.ListAccounts(after_account, kAccountsAtOnce);
    if (accounts.empty()) break;
    for (const auto& account : accounts) {
      if (out.size() >= limit) break;
      AppendOf(catalog, *account, "", limit - out.size(), list, resource, &out);
    }
    after_account = IdOf(accounts.back()->account.name());
  }
  return out;
}

}  // namespace

std::vector<Listed<AccountDefinition>> AccountsAfter(
    const DefinitionCatalog& catalog, const std::string& after, size_t limit) {
  std::vector<Listed<AccountDefinition>> out;
  for (auto& account : catalog.ListAccounts(after, limit)) {
    std::string key = IdOf(account->account.name());
    out.push_back({std::move(key), std::move(account)});
  }
  return out;
}

std::vector<Listed<EventDefinition>> EventsAfter(
    const DefinitionCatalog& catalog, const std::string& account_id,
    const std::string& after, size_t limit) {
  return ChildrenAfter(catalog, account_id, after, limit,
                       &DefinitionCatalog::ListEvents, &EventDefinition::event);
}

std::vector<Listed<TriggerDefinition>> TriggersAfter(
    const DefinitionCatalog& catalog, const std::string& account_id,
    const std::string& after, size_t limit) {
  return ChildrenAfter(catalog, account_id, after, limit,
                       &DefinitionCatalog::ListTriggers,
                       &TriggerDefinition::trigger);
}

}  // namespace gancho::service
