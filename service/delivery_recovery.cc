// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/delivery_recovery.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "service/delivery_conversion.h"
#include "service/page_token.h"
#include "service/status.h"

namespace gancho::service {
namespace {

constexpr int kDefaultBatch = 1000;
constexpr int kMaxBatch = 10'000;
constexpr int kReadGroup = 32;
// Changes under way at once: enough to fill a group commit, few enough that a
// recovery leaves the ledger to the calls that come in.
constexpr int kMaxInFlight = 64;
constexpr std::string_view kDefaultFilter = "state = FAILED";

absl::StatusOr<absl::Time> ReadTime(const google::protobuf::Timestamp& time,
                                    std::string_view field) {
  // The range of google.protobuf.Timestamp.
  if (time.seconds() < -62135596800 || time.seconds() > 253402300799 ||
      time.nanos() < 0 || time.nanos() > 999'999'999) {
    return InvalidField(field, "is not a time");
  }
  return absl::FromUnixSeconds(time.seconds()) +
         absl::Nanoseconds(time.nanos());
}

// Retries the candidates, a few at once and in their order, and counts.
class RetryRun : public std::enable_shared_from_this<RetryRun> {
 public:
  RetryRun(delivery::Engine* engine,
           std::vector<DeliveryRecovery::Candidate> candidates,
           v1::RecoverDeliveriesResponse response, DeliveryRecovery::Done done)
      : engine_(engine),
        candidates_(std::move(candidates)),
        response_(std::move(response)),
        done_(std::move(done)) {}

  // Starts what may start. Not recursive: an engine that answers at once comes
  // back to OnRetried(), and the loop here goes on.
  void Pump() {
    const DeliveryRecovery::Candidate* candidate;
    while ((candidate = Begin()) != nullptr) {
      engine_->Retry(candidate->account_uid, candidate->event_uid,
                     candidate->id,
                     [self = shared_from_this()](const absl::Status& status) {
                       self->OnRetried(status);
                     });
    }
    FinishIfOver();
  }

 private:
  // The next candidate; null while none may start.
  const DeliveryRecovery::Candidate* Begin() {
    absl::MutexLock lock(&mu_);
    const bool stop = next_ == candidates_.size() || !error_.ok();
    if (!stop && in_flight_ < kMaxInFlight) {
      pumping_ = true;
      ++in_flight_;
      return &candidates_[next_++];
    }
    pumping_ = false;
    return nullptr;
  }

  void OnRetried(const absl::Status& status) {
    bool pump = false;
    {
      absl::MutexLock lock(&mu_);
      --in_flight_;
      if (status.ok()) {
        response_.set_recovered_count(response_.recovered_count() + 1);
      } else if (!absl::IsFailedPrecondition(status) &&
                 !absl::IsNotFound(status)) {
        // Those two mean that the delivery has changed meanwhile.
        error_ = FromLedger(status);
      }
      if (!pumping_) pump = pumping_ = true;
    }
    if (pump) Pump();
  }

  void FinishIfOver() {
    DeliveryRecovery::Done done;
    absl::StatusOr<v1::RecoverDeliveriesResponse> result;
    {
      absl::MutexLock lock(&mu_);
      const bool over = next_ == candidates_.size() || !error_.ok();
      if (!over || in_flight_ > 0 || done_ == nullptr) return;
      done = std::move(done_);
      done_ = nullptr;
      if (error_.ok()) {
        result = std::move(response_);
      } else {
        result = error_;
      }
    }
    done(std::move(result));
  }

  delivery::Engine* const engine_;
  const std::vector<DeliveryRecovery::Candidate> candidates_;

  absl::Mutex mu_;
  size_t next_ ABSL_GUARDED_BY(mu_) = 0;
  int in_flight_ ABSL_GUARDED_BY(mu_) = 0;
  bool pumping_ ABSL_GUARDED_BY(mu_) = true;
  absl::Status error_ ABSL_GUARDED_BY(mu_);
  v1::RecoverDeliveriesResponse response_ ABSL_GUARDED_BY(mu_);
  DeliveryRecovery::Done done_ ABSL_GUARDED_BY(mu_);
};

bool MayRecover(v1::Delivery::State state) {
  return state == v1::Delivery::FAILED || state == v1::Delivery::EXPIRED ||
         state == v1::Delivery::CANCELLED;
}

}  // namespace

DeliveryRecovery::DeliveryRecovery(const DeliveryReader* reader,
                                   delivery::Engine* engine,
                                   const store::Clock* clock)
    : reader_(reader), engine_(engine), clock_(clock) {}

void DeliveryRecovery::Run(const v1::RecoverDeliveriesRequest& request,
                           Done done) const {
  absl::StatusOr<Batch> batch = ReadBatch(request);
  if (!batch.ok()) {
    done(batch.status());
    return;
  }
  if (request.validate_only()) {
    batch->response.set_recovered_count(
        static_cast<int64_t>(batch->candidates.size()));
    done(std::move(batch->response));
    return;
  }
  std::make_shared<RetryRun>(engine_, std::move(batch->candidates),
                             std::move(batch->response), std::move(done))
      ->Pump();
}

absl::StatusOr<DeliveryRecovery::Range> DeliveryRecovery::ReadRange(
    const v1::RecoverDeliveriesRequest& request) const {
  if (!request.has_start_time()) {
    return InvalidField("start_time", "is required");
  }
  absl::StatusOr<absl::Time> start =
      ReadTime(request.start_time(), "start_time");
  if (!start.ok()) return start.status();
  Range range = {FirstDeliveryIdAt(*start), clock_->Now()};
  if (request.has_end_time()) {
    absl::StatusOr<absl::Time> end = ReadTime(request.end_time(), "end_time");
    if (!end.ok()) return end.status();
    if (*end < *start) return InvalidField("end_time", "is before start_time");
    range.end = *end;
  }
  absl::StatusOr<std::string> last =
      ReadPageToken(request.page_token(), request);
  if (!last.ok()) return last.status();
  if (last->empty()) return range;
  // The last id, then the end of the range.
  int64_t end_us;
  if (last->size() <= store::DeliveryId::kSize ||
      !absl::SimpleAtoi(last->substr(store::DeliveryId::kSize), &end_us)) {
    return InvalidField("page_token", "is damaged");
  }
  range.from = DeliveryIdAfter(
      store::DeliveryId::FromBytes(last->substr(0, store::DeliveryId::kSize)));
  range.end = absl::FromUnixMicros(end_us);
  return range;
}

absl::StatusOr<DeliveryRecovery::Batch> DeliveryRecovery::ReadBatch(
    const v1::RecoverDeliveriesRequest& request) const {
  if (request.parent() == "accounts/-") {
    return InvalidField("parent", "must name one account");
  }
  absl::StatusOr<int> max =
      ReadPageSize(request.page_size(), kDefaultBatch, kMaxBatch);
  if (!max.ok()) return max.status();
  auto filter = DeliveryReader::CompileFilter(request.filter().empty()
                                                  ? std::string(kDefaultFilter)
                                                  : request.filter());
  if (!filter.ok()) return filter.status();
  absl::StatusOr<Range> range = ReadRange(request);
  if (!range.ok()) return range.status();
  auto accounts = reader_->FindAccounts(request.parent());
  if (!accounts.ok()) return accounts.status();

  DeliveryCursor cursor = reader_->NewCursor(
      *std::move(accounts), range->from, FirstDeliveryIdAt(range->end),
      DeliveryCursor::Order::kOldestFirst);
  Batch batch;
  int left = *max;
  store::DeliveryId last;
  while (left > 0) {
    auto positions = cursor.Take(std::min(left, kReadGroup));
    if (!positions.ok()) return FromLedger(positions.status());
    if (positions->empty()) break;
    left -= static_cast<int>(positions->size());
    last = positions->back().id;
    auto group = reader_->Read(*positions);
    if (!group.ok()) return group.status();
    for (const StoredDelivery& stored : *group) {
      if (!MayRecover(stored.state())) continue;
      absl::StatusOr<bool> matches = reader_->Matches(*filter, stored);
      if (!matches.ok()) return matches.status();
      if (!*matches) continue;
      batch.candidates.push_back(
          {stored.account.uid, stored.record.event_uid(), stored.id});
    }
  }
  batch.response.set_examined_count(*max - left);
  absl::StatusOr<bool> at_end = cursor.AtEnd();
  if (!at_end.ok()) return FromLedger(at_end.status());
  const absl::Time progress = *at_end ? range->end : last.time();
  *batch.response.mutable_progress_time() =
      ToTimestamp(absl::ToUnixMicros(progress));
  if (!*at_end) {
    batch.response.set_next_page_token(MakePageToken(
        absl::StrCat(std::string(last.bytes()), absl::ToUnixMicros(range->end)),
        request));
  }
  return batch;
}

}  // namespace gancho::service
