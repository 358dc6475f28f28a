// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/delivery_reader.h"

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "service/page_token.h"
#include "tests/testing/delivery_fixture.h"

namespace gancho::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DeliveryReaderTest : public testing::DeliveryFixture {
 protected:
  std::vector<std::string> Names(const v1::ListDeliveriesResponse& response) {
    std::vector<std::string> names;
    for (const v1::Delivery& delivery : response.deliveries()) {
      names.push_back(delivery.name());
    }
    return names;
  }

  // All pages, each of `page_size`.
  std::vector<std::string> ListAll(v1::ListDeliveriesRequest request) {
    std::vector<std::string> names;
    do {
      const auto page = reader_.List(request);
      if (!page.ok()) {
        ADD_FAILURE() << page.status();
        return names;
      }
      for (std::string& name : Names(*page)) names.push_back(std::move(name));
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return names;
  }

  DeliveryReader reader_{&ledger_, &catalog_, 1};
};

TEST_F(DeliveryReaderTest, ListsNewestFirstAcrossAccountsPageByPage) {
  std::vector<std::string> expected;
  for (int i = 0; i < 23; ++i) {
    const uint64_t account = i % 3 == 0 ? 2 : 1;
    const auto id = AddDelivery(account, "call");
    expected.insert(expected.begin(),
                    DeliveryName(account == 2 ? "other" : "default", id));
  }
  v1::ListDeliveriesRequest request;
  request.set_parent("accounts/-");
  for (const int page_size : {1, 4, 23, 1000}) {
    request.set_page_size(page_size);
    EXPECT_EQ(ListAll(request), expected) << page_size;
  }
  request.set_page_size(23);
  EXPECT_THAT(reader_.List(request)->next_page_token(), IsEmpty());
}

TEST_F(DeliveryReaderTest, FiltersByStateAndLeavesRequestsOut) {
  AddDelivery(1, "pending");
  const auto failed = AddDelivery(1, "failed");
  SetState(1, failed, v1::Delivery::FAILED);
  v1::ListDeliveriesRequest request;
  request.set_parent("accounts/default");
  request.set_filter("state = FAILED");
  const auto page = reader_.List(request);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_THAT(Names(*page), ElementsAre(DeliveryName("default", failed)));
  EXPECT_FALSE(page->deliveries(0).has_request());
  EXPECT_THAT(page->deliveries(0).attempts(), IsEmpty());
}

TEST_F(DeliveryReaderTest, EndsPageBeforeTwoMebibytes) {
  for (int i = 0; i < 12; ++i) {
    AddDelivery(1, "call", std::string(256 << 10, 'x'));
  }
  v1::ListDeliveriesRequest request;
  request.set_parent("accounts/default");
  request.set_view(v1::DELIVERY_VIEW_FULL);
  const auto page = reader_.List(request);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_LE(page->ByteSizeLong(), kMaxPageBytes + 1024);
  EXPECT_FALSE(page->next_page_token().empty());
  EXPECT_THAT(ListAll(request), SizeIs(12));
}

TEST_F(DeliveryReaderTest, RefusesTokenOfAnotherFilter) {
  for (int i = 0; i < 3; ++i) AddDelivery(1, "call");
  v1::ListDeliveriesRequest request;
  request.set_parent("accounts/default");
  request.set_page_size(1);
  request.set_page_token(reader_.List(request)->next_page_token());
  request.set_filter("state = FAILED");
  EXPECT_EQ(reader_.List(request).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST_F(DeliveryReaderTest, ReturnsNotFoundOnlyForWhatIsNotThere) {
  const auto id = AddDelivery(1, "call");
  EXPECT_TRUE(reader_.Get({"default", id}).ok());
  EXPECT_TRUE(absl::IsNotFound(reader_.Get({"other", id}).status()));
  EXPECT_TRUE(absl::IsNotFound(reader_.Get({"nobody", id}).status()));
  v1::ListDeliveriesRequest request;
  request.set_parent("accounts/nobody");
  EXPECT_TRUE(absl::IsNotFound(reader_.List(request).status()));
}

TEST_F(DeliveryReaderTest, ShowsEndingAttemptBehindEarlierOnes) {
  const auto id = AddDelivery(1, "call");
  AddAttempt(1, id, Attempt(1));
  AddAttempt(1, id, Attempt(2));
  SetState(1, id, v1::Delivery::DELIVERED, /*attempts=*/3);
  const auto delivery = reader_.Get({"default", id});
  ASSERT_TRUE(delivery.ok()) << delivery.status();
  ASSERT_THAT(delivery->attempts(), SizeIs(3));
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(delivery->attempts(i).number(), i + 1);
  }
  EXPECT_FALSE(delivery->attempts(0).has_dns_duration());
  EXPECT_EQ(delivery->attempts(0).connect_duration().nanos(), 200'000);
  EXPECT_EQ(delivery->request().url(), "https://crm.example.com/notes");
  EXPECT_EQ(delivery->request().method(), v1::Request::POST);

  v1::ListAttemptsRequest request;
  request.set_parent(DeliveryName("default", id));
  request.set_page_size(2);
  const auto first = reader_.ListAttempts(request);
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_THAT(first->attempts(), SizeIs(2));
  request.set_page_token(first->next_page_token());
  const auto second = reader_.ListAttempts(request);
  ASSERT_TRUE(second.ok()) << second.status();
  ASSERT_THAT(second->attempts(), SizeIs(1));
  EXPECT_EQ(second->attempts(0).number(), 3);
  EXPECT_THAT(second->next_page_token(), IsEmpty());
}

TEST_F(DeliveryReaderTest, KeepsAnswerSmallWhateverWasAttempted) {
  const auto id = AddDelivery(1, "call", std::string(256 << 10, 'x'));
  for (int number = 1; number <= 600; ++number) {
    store::AttemptRecord attempt = Attempt(number);
    attempt.set_response_body(std::string(4 << 10, 'y'));
    AddAttempt(1, id, attempt);
  }
  SetState(1, id, v1::Delivery::FAILED, /*attempts=*/601);
  const auto delivery = reader_.Get({"default", id});
  ASSERT_TRUE(delivery.ok()) << delivery.status();
  EXPECT_LT(delivery->ByteSizeLong(), 3u << 20);
  EXPECT_EQ(delivery->attempts().rbegin()->number(), 601);
}

}  // namespace
}  // namespace gancho::service
