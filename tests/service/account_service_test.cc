// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/account_service.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "store/key.h"
#include "store/table.h"
#include "tests/testing/definition_fixture.h"

namespace gancho::service {
namespace {

class AccountServiceTest : public testing::DefinitionFixture {
 protected:
  // Creates accounts/ID with `fields` in text format.
  std::string Create(const std::string& id, const std::string& fields,
                     v1::Account* account = nullptr) {
    return CreateAccount(
        Text<v1::CreateAccountRequest>(
            absl::StrCat("account_id: '", id, "' account { ", fields, " }")),
        account);
  }
  std::string Update(const std::string& fields,
                     v1::Account* account = nullptr) {
    return UpdateAccount(Text<v1::UpdateAccountRequest>(fields), account);
  }
  v1::Account Get(const std::string& id) {
    v1::GetAccountRequest request;
    request.set_name("accounts/" + id);
    v1::Account account;
    EXPECT_EQ(GetAccount(request, &account), "OK");
    return account;
  }
  std::string Delete(const std::string& fields) {
    return DeleteAccount(Text<v1::DeleteAccountRequest>(fields));
  }
  std::vector<std::string> Ids(const v1::ListAccountsResponse& response) {
    std::vector<std::string> ids;
    for (const auto& account : response.accounts()) {
      ids.push_back(account.name().substr(9));
    }
    return ids;
  }
};

TEST_F(AccountServiceTest, CreatesAndReturnsTheResource) {
  v1::Account account;
  EXPECT_EQ(Create("acme",
                   "name: 'accounts/ignored' etag: 'ignored' "
                   "create_time { seconds: 1 } display_name: 'Acme' "
                   "time_zone: 'America/Argentina/Buenos_Aires' "
                   "region_code: 'AR' labels { key: 'plan' value: 'pro' } "
                   "retention { seconds: 3600 }",
                   &account),
            "OK");
  EXPECT_EQ(account.name(), "accounts/acme");
  EXPECT_EQ(account.display_name(), "Acme");
  EXPECT_NE(account.etag(), "");
  EXPECT_NE(account.etag(), "ignored");
  EXPECT_EQ(account.create_time().seconds(), absl::ToUnixSeconds(clock_.Now()));
  EXPECT_EQ(account.update_time().seconds(), account.create_time().seconds());
  EXPECT_EQ(Get("acme").DebugString(), account.DebugString());
  EXPECT_EQ(store_->catalog().FindAccount("acme")->time_zone.name(),
            "America/Argentina/Buenos_Aires");
}

TEST_F(AccountServiceTest, MakesAnId) {
  v1::Account account;
  EXPECT_EQ(
      CreateAccount(Text<v1::CreateAccountRequest>("account {}"), &account),
      "OK");
  EXPECT_EQ(account.name().size(), std::string("accounts/").size() + 20);
  EXPECT_EQ(Get(account.name().substr(9)).name(), account.name());
}

TEST_F(AccountServiceTest, RefusesWhatCannotBeCreated) {
  EXPECT_EQ(Create("default", ""), "ALREADY_EXISTS RESOURCE_EXISTS");
  EXPECT_EQ(Create("Bad", ""), "INVALID_ARGUMENT INVALID_FIELD account_id");
  EXPECT_EQ(Create(std::string(64, 'a'), ""),
            "INVALID_ARGUMENT INVALID_FIELD account_id");
  EXPECT_EQ(Create(std::string(63, 'a'), ""), "OK");
  EXPECT_EQ(CreateAccount(Text<v1::CreateAccountRequest>("account_id: 'a'")),
            "INVALID_ARGUMENT INVALID_FIELD account");
  EXPECT_EQ(CreateAccount(Text<v1::CreateAccountRequest>(
                "parent: 'accounts/a' account {}")),
            "INVALID_ARGUMENT INVALID_FIELD parent");
}

TEST_F(AccountServiceTest, HoldsEveryLimitAtItsEdge) {
  std::string labels;
  for (int i = 0; i < 64; ++i) {
    absl::StrAppend(&labels, "labels { key: 'k", i, "' } ");
  }
  const auto label = [](size_t key, size_t value) {
    return absl::StrCat("labels { key: '", std::string(key, 'k'), "' value: '",
                        std::string(value, 'v'), "' }");
  };
  const std::string long_key = std::string(64, 'k');
  const struct {
    std::string good;
    std::string bad;
    std::string field;
  } kCases[] = {
      {absl::StrCat("display_name: '", std::string(256, 'x'), "'"),
       absl::StrCat("display_name: '", std::string(257, 'x'), "'"),
       "display_name"},
      {"display_name: '\\303\\241'", "display_name: 'a\\tb'", "display_name"},
      {"display_name: '\\302\\240'", "display_name: '\\302\\237'",
       "display_name"},
      {"time_zone: 'UTC'", "time_zone: 'Mars/Olympus'", "time_zone"},
      {"time_zone: 'Etc/GMT+3'", "time_zone: '/etc/localtime'", "time_zone"},
      {"", "time_zone: 'localtime'", "time_zone"},
      {"", "time_zone: 'Fixed/UTC+05:00:00'", "time_zone"},
      {"", "time_zone: 'America/../UTC'", "time_zone"},
      {"region_code: 'AR'", "region_code: 'ar'", "region_code"},
      {"region_code: 'ZW'", "region_code: 'ZZ'", "region_code"},
      {"region_code: 'AD'", "region_code: 'D '", "region_code"},
      {labels, labels + "labels { key: 'one-more' }", "labels"},
      {label(63, 256), label(64, 1), "labels[\"" + long_key + "\"]"},
      {label(1, 0), label(0, 1), "labels[\"\"]"},
      {label(1, 256), label(1, 257), "labels[\"k\"]"},
      {"retention { seconds: 3600 }",
       "retention { seconds: 3599 nanos: 999999999 }", "retention"},
      {"retention { seconds: 315360000 }",
       "retention { seconds: 315360000 nanos: 1 }", "retention"},
  };
  int i = 0;
  for (const auto& test : kCases) {
    EXPECT_EQ(Create(absl::StrCat("good", ++i), test.good), "OK") << test.good;
    EXPECT_EQ(Create("bad", test.bad),
              "INVALID_ARGUMENT INVALID_FIELD account." + test.field)
        << test.bad;
  }
}

TEST_F(AccountServiceTest, ReportsAllProblemsAtOnce) {
  EXPECT_EQ(Create("bad", "region_code: 'x' time_zone: 'x'"),
            "INVALID_ARGUMENT INVALID_FIELD account.time_zone "
            "account.region_code");
}

TEST_F(AccountServiceTest, ValidateOnlyAnswersAndChangesNothing) {
  v1::CreateAccountRequest request = Text<v1::CreateAccountRequest>(
      "account_id: 'a' account { display_name: 'A' } validate_only: true");
  v1::Account account;
  EXPECT_EQ(CreateAccount(request, &account), "OK");
  EXPECT_EQ(account.name(), "accounts/a");
  EXPECT_EQ(GetAccount(Text<v1::GetAccountRequest>("name: 'accounts/a'")),
            "NOT_FOUND RESOURCE_NOT_FOUND");
  request.set_account_id("default");
  EXPECT_EQ(CreateAccount(request), "ALREADY_EXISTS RESOURCE_EXISTS");
  EXPECT_EQ(Update("account { name: 'accounts/default' display_name: 'X' } "
                   "validate_only: true",
                   &account),
            "OK");
  EXPECT_EQ(account.display_name(), "X");
  EXPECT_EQ(Get("default").display_name(), "");
  EXPECT_EQ(Create("b", ""), "OK");
  EXPECT_EQ(Delete("name: 'accounts/b' validate_only: true"), "OK");
  EXPECT_EQ(Get("b").name(), "accounts/b");
}

TEST_F(AccountServiceTest, UpdatesByMask) {
  EXPECT_EQ(Create("a",
                   "display_name: 'A' region_code: 'AR' "
                   "labels { key: 'x' value: '1' }"),
            "OK");
  const v1::Account before = Get("a");
  clock_.Advance(absl::Seconds(5));
  v1::Account account;
  EXPECT_EQ(Update("account { name: 'accounts/a' region_code: 'UY' } "
                   "update_mask { paths: 'display_name' "
                   "paths: 'create_time' paths: 'name' paths: 'etag' }",
                   &account),
            "OK");
  EXPECT_EQ(account.display_name(), "");
  EXPECT_EQ(account.region_code(), "AR");
  EXPECT_EQ(account.create_time().seconds(), before.create_time().seconds());
  EXPECT_EQ(account.update_time().seconds(),
            before.update_time().seconds() + 5);
  EXPECT_NE(account.etag(), before.etag());
  EXPECT_EQ(Get("a").DebugString(), account.DebugString());
  // Without a mask what is populated, with a star everything.
  EXPECT_EQ(
      Update("account { name: 'accounts/a' region_code: 'UY' }", &account),
      "OK");
  EXPECT_EQ(account.region_code(), "UY");
  EXPECT_EQ(account.labels_size(), 1);
  EXPECT_EQ(Update("account { name: 'accounts/a' } update_mask { paths: '*' }",
                   &account),
            "OK");
  EXPECT_EQ(account.region_code(), "");
  EXPECT_EQ(account.labels_size(), 0);
  EXPECT_EQ(account.time_zone(), "UTC");
  EXPECT_EQ(account.name(), "accounts/a");
}

TEST_F(AccountServiceTest, AnUpdateThatChangesNothingKeepsTheEtag) {
  v1::Account account;
  clock_.Advance(absl::Seconds(5));
  EXPECT_EQ(Update("account { name: 'accounts/default' } "
                   "update_mask { paths: 'display_name' }",
                   &account),
            "OK");
  EXPECT_EQ(account.DebugString(), Get("default").DebugString());
  EXPECT_EQ(account.update_time().seconds(), account.create_time().seconds());
}

TEST_F(AccountServiceTest, RefusesBadUpdates) {
  EXPECT_EQ(Update(""), "INVALID_ARGUMENT INVALID_FIELD account");
  EXPECT_EQ(Update("account {}"),
            "INVALID_ARGUMENT INVALID_FIELD account.name");
  EXPECT_EQ(Update("account { name: 'accounts/none' }"),
            "NOT_FOUND RESOURCE_NOT_FOUND");
  EXPECT_EQ(Update("account { name: 'accounts/default' } "
                   "update_mask { paths: 'nothing' }"),
            "INVALID_ARGUMENT INVALID_FIELD update_mask");
  EXPECT_EQ(Update("account { name: 'accounts/default' etag: 'old' }"),
            "ABORTED ETAG_MISMATCH");
  EXPECT_EQ(Update("account { name: 'accounts/default' time_zone: 'x' }"),
            "INVALID_ARGUMENT INVALID_FIELD account.time_zone");
  EXPECT_EQ(Update(absl::StrCat("account { name: 'accounts/default' etag: '",
                                Get("default").etag(), "' }")),
            "OK");
}

TEST_F(AccountServiceTest, DeletesWhatIsEmpty) {
  EXPECT_EQ(Create("a", ""), "OK");
  EXPECT_EQ(Delete("name: 'accounts/a' etag: 'old'"), "ABORTED ETAG_MISMATCH");
  EXPECT_EQ(Delete("name: 'accounts/a'"), "OK");
  EXPECT_EQ(Delete("name: 'accounts/a'"), "NOT_FOUND RESOURCE_NOT_FOUND");
  EXPECT_EQ(Delete("name: 'accounts/default' force: true"),
            "FAILED_PRECONDITION DEFAULT_ACCOUNT");
  EXPECT_EQ(Delete("name: 'x'"), "INVALID_ARGUMENT INVALID_FIELD name");
}

TEST_F(AccountServiceTest, DeletesWhatIsBelowOnlyByForce) {
  EXPECT_EQ(Create("a", ""), "OK");
  EXPECT_EQ(CreateEvent(Text<v1::CreateEventRequest>(
                "parent: 'accounts/a' event_id: 'e' "
                "event { request { url: 'https://x.example' } }")),
            "OK");
  EXPECT_EQ(CreateTrigger(Text<v1::CreateTriggerRequest>(
                "parent: 'accounts/a' trigger_id: 't' trigger { call_states: "
                "END event: 'accounts/a/events/e' }")),
            "OK");
  EXPECT_EQ(Delete("name: 'accounts/a'"),
            "FAILED_PRECONDITION ACCOUNT_NOT_EMPTY");
  EXPECT_EQ(Delete("name: 'accounts/a' force: true"), "OK");
  EXPECT_EQ(engine_.event_count(), 0u);
  ASSERT_EQ(engine_.removed().size(), 1u);
  EXPECT_EQ(engine_.removed().begin()->second, "the account was deleted");
  // Nothing comes back with a new account of the name.
  EXPECT_EQ(Create("a", ""), "OK");
  Open();
  EXPECT_EQ(GetEvent(Text<v1::GetEventRequest>("name: 'accounts/a/events/e'")),
            "NOT_FOUND RESOURCE_NOT_FOUND");
  EXPECT_EQ(Delete("name: 'accounts/a'"), "OK");
}

TEST_F(AccountServiceTest, AnAccountWithCallsIsNotEmpty) {
  EXPECT_EQ(Create("a", ""), "OK");
  store::Batch batch;
  batch.Put(store::Table::kCall,
            store::CallKey(0, store_->catalog().FindAccount("a")->uid, "call"),
            store::CallRecord().SerializeAsString());
  ASSERT_TRUE(committer_->Commit(std::move(batch)).ok());
  EXPECT_EQ(Delete("name: 'accounts/a'"),
            "FAILED_PRECONDITION ACCOUNT_NOT_EMPTY");
  EXPECT_EQ(Delete("name: 'accounts/a' force: true"), "OK");
}

TEST_F(AccountServiceTest, ListsInPages) {
  for (const char* id : {"c", "a", "b-2", "b"}) EXPECT_EQ(Create(id, ""), "OK");
  v1::ListAccountsRequest request;
  v1::ListAccountsResponse page;
  EXPECT_EQ(ListAccounts(request, &page), "OK");
  EXPECT_EQ(Ids(page),
            (std::vector<std::string>{"a", "b", "b-2", "c", "default"}));
  EXPECT_EQ(page.next_page_token(), "");
  request.set_page_size(2);
  EXPECT_EQ(ListAccounts(request, &page), "OK");
  EXPECT_EQ(Ids(page), (std::vector<std::string>{"a", "b"}));
  request.set_page_token(page.next_page_token());
  EXPECT_EQ(ListAccounts(request, &page), "OK");
  EXPECT_EQ(Ids(page), (std::vector<std::string>{"b-2", "c"}));
  request.set_page_token(page.next_page_token());
  EXPECT_EQ(ListAccounts(request, &page), "OK");
  EXPECT_EQ(Ids(page), std::vector<std::string>{"default"});
  EXPECT_EQ(page.next_page_token(), "");
}

TEST_F(AccountServiceTest, ChecksTheArgumentsOfLists) {
  EXPECT_EQ(ListAccounts(Text<v1::ListAccountsRequest>("page_size: -1")),
            "INVALID_ARGUMENT INVALID_FIELD page_size");
  EXPECT_EQ(ListAccounts(Text<v1::ListAccountsRequest>("page_size: 100000")),
            "OK");
  EXPECT_EQ(ListAccounts(Text<v1::ListAccountsRequest>("page_token: 'x'")),
            "INVALID_ARGUMENT INVALID_FIELD page_token");
  EXPECT_EQ(ListAccounts(Text<v1::ListAccountsRequest>("filter: 'nope = 1'")),
            "INVALID_ARGUMENT INVALID_FIELD filter");
  EXPECT_EQ(ListAccounts(Text<v1::ListAccountsRequest>("parent: 'x'")),
            "INVALID_ARGUMENT INVALID_FIELD parent");
  v1::ListAccountsRequest request;
  request.set_filter(std::string(8192, ' '));
  EXPECT_EQ(ListAccounts(request), "OK");
  request.set_filter(std::string(8193, ' '));
  EXPECT_EQ(ListAccounts(request), "INVALID_ARGUMENT INVALID_FIELD filter");
}

TEST_F(AccountServiceTest, ListsWhatTheFilterMatches) {
  EXPECT_EQ(Create("a", "labels { key: 'plan' value: 'pro' }"), "OK");
  EXPECT_EQ(Create("b", "labels { key: 'plan' value: 'free' }"), "OK");
  v1::ListAccountsResponse page;
  EXPECT_EQ(ListAccounts(Text<v1::ListAccountsRequest>(
                             "filter: 'labels.plan = \"pro\"'"),
                         &page),
            "OK");
  EXPECT_EQ(Ids(page), std::vector<std::string>{"a"});
}

TEST_F(AccountServiceTest, ApiKeysAreALaterFeature) {
  grpc::ClientContext context;
  v1::ApiKey key;
  const testing::CallError error(
      api_keys_->CreateApiKey(&context, v1::CreateApiKeyRequest(), &key));
  EXPECT_EQ(error.Summary(), "UNIMPLEMENTED METHOD_NOT_IMPLEMENTED");
}

}  // namespace
}  // namespace gancho::service
