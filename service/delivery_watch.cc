// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/delivery_watch.h"

#include <deque>
#include <string>
#include <utility>

#include "service/delivery_conversion.h"
#include "service/resource_name.h"
#include "service/status.h"

namespace gancho::service {
namespace {

using Response = v1::WatchDeliveriesResponse;

std::string AccountIdOf(const AccountDefinition& account) {
  absl::StatusOr<std::string> id =
      ReadAccountName(account.account.name(), "name");
  return id.ok() ? *std::move(id) : std::string();
}

}  // namespace

// One reader. Filters on the publishing thread, so that the buffer holds only
// what will be sent.
class DeliveryWatch::Stream final
    : public grpc::ServerWriteReactor<Response>,
      public LiveStream,
      public std::enable_shared_from_this<Stream> {
 public:
  Stream(DeliveryWatch* watch, uint64_t account_uid, delivery::Filter filter)
      : watch_(watch), account_uid_(account_uid), filter_(std::move(filter)) {}

  // Keeps itself alive until its OnDone(). Ends at once if `status` is not OK.
  void Begin(const absl::Status& status) {
    absl::MutexLock lock(&mu_);
    self_ = shared_from_this();
    if (!status.ok()) {
      FinishOnce(status);
    } else if (!finished_) {
      StartSendInitialMetadata();
      WriteNext();
    }
  }

  // Takes the change; if there is no room, the oldest one is lost.
  void Offer(const std::shared_ptr<const v1::Delivery>& delivery) {
    if (!filter_.Matches(*delivery)) return;
    absl::MutexLock lock(&mu_);
    if (finished_) return;
    if (buffer_.size() >= kMaxBufferedChanges) {
      buffer_.pop_front();
      ++skipped_;
    }
    buffer_.push_back(delivery);
    WriteNext();
  }

  void Skip() {
    absl::MutexLock lock(&mu_);
    if (finished_) return;
    ++skipped_;
    WriteNext();
  }

  void Drain(const absl::Status& status) override {
    absl::MutexLock lock(&mu_);
    FinishOnce(status);
  }

 private:
  // Waits for a write under way; what is buffered is not sent.
  void FinishOnce(const absl::Status& status)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    if (finished_) return;
    finished_ = true;
    buffer_.clear();
    if (writing_) {
      final_ = status;
    } else {
      Finish(ToGrpcStatus(status));
    }
  }

  void WriteNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_) {
    // Before Begin() there is nothing to write to.
    if (self_ == nullptr || writing_ || finished_) return;
    if (buffer_.empty() && skipped_ == reported_) return;
    response_.Clear();
    if (!buffer_.empty()) {
      *response_.mutable_delivery() = *buffer_.front();
      buffer_.pop_front();
    }
    response_.set_skipped_count(skipped_);
    reported_ = skipped_;
    writing_ = true;
    StartWrite(&response_);
  }

  void OnWriteDone(bool ok) override {
    absl::MutexLock lock(&mu_);
    writing_ = false;
    if (finished_) {
      Finish(ToGrpcStatus(final_));
    } else if (!ok) {
      FinishOnce(absl::CancelledError("the reader is gone"));
    } else {
      WriteNext();
    }
  }

  void OnCancel() override {
    absl::MutexLock lock(&mu_);
    FinishOnce(absl::CancelledError("the reader is gone"));
  }

  void OnDone() override {
    watch_->Remove(account_uid_, this);
    std::shared_ptr<Stream> self;
    {
      absl::MutexLock lock(&mu_);
      self = std::move(self_);
    }
    // The last: whoever waits for the streams to end may destroy the watch.
    watch_->live_->Remove(this);
  }

  DeliveryWatch* const watch_;
  const uint64_t account_uid_;
  const delivery::Filter filter_;

  absl::Mutex mu_;
  std::shared_ptr<Stream> self_ ABSL_GUARDED_BY(mu_);
  std::deque<std::shared_ptr<const v1::Delivery>> buffer_ ABSL_GUARDED_BY(mu_);
  int64_t skipped_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t reported_ ABSL_GUARDED_BY(mu_) = 0;
  // Lives unchanged while `writing_`.
  Response response_ ABSL_GUARDED_BY(mu_);
  bool writing_ ABSL_GUARDED_BY(mu_) = false;
  bool finished_ ABSL_GUARDED_BY(mu_) = false;
  absl::Status final_ ABSL_GUARDED_BY(mu_);
};

DeliveryWatch::DeliveryWatch(const DeliveryReader* reader,
                             const Catalog* catalog, Executor* executor,
                             LiveStreams* live)
    : reader_(reader), catalog_(catalog), executor_(executor), live_(live) {}

DeliveryWatch::~DeliveryWatch() = default;

grpc::ServerWriteReactor<Response>* DeliveryWatch::Watch(
    const v1::WatchDeliveriesRequest& request) {
  absl::Status status;
  uint64_t account_uid = 0;
  delivery::Filter filter;
  absl::StatusOr<std::string> id = ReadAccountName(request.parent(), "parent");
  auto compiled = DeliveryReader::CompileFilter(request.filter());
  if (!id.ok()) {
    status = id.status();
  } else if (!compiled.ok()) {
    status = compiled.status();
  } else if (const auto account = catalog_->FindAccount(*id);
             account == nullptr) {
    status = NotFound(AccountName(*id));
  } else {
    account_uid = account->uid;
    filter = compiled->filter;
  }
  const auto stream =
      std::make_shared<Stream>(this, account_uid, std::move(filter));
  if (!live_->Add(stream)) status = live_->drain_status();
  if (status.ok()) status = Add(account_uid, stream);
  stream->Begin(status);
  return stream.get();
}

void DeliveryWatch::OnChange(const delivery::DeliveryChange& change) {
  if (!HasReaders(change.account_uid)) return;
  if (change.record == nullptr) {
    const bool taken =
        executor_->TryRun([this, change = change] { ReadAndPublish(change); });
    if (!taken) PublishSkipped(change.account_uid);
    return;
  }
  const auto account = catalog_->FindAccountByUid(change.account_uid);
  if (account == nullptr) return;
  v1::Delivery delivery = ToDelivery(AccountIdOf(*account), change.id,
                                     *change.record, &change.status);
  const store::AttemptRecord& attempt = change.status.has_last_attempt()
                                            ? change.status.last_attempt()
                                            : change.attempt;
  if (attempt.number() != 0) *delivery.add_attempts() = ToAttempt(attempt);
  Publish(change.account_uid, std::move(delivery));
}

void DeliveryWatch::OnAccepted(
    const std::vector<delivery::AcceptedDelivery>& deliveries) {
  for (const delivery::AcceptedDelivery& accepted : deliveries) {
    if (!HasReaders(accepted.account_uid)) continue;
    const auto account = catalog_->FindAccountByUid(accepted.account_uid);
    if (account == nullptr) continue;
    Publish(accepted.account_uid, ToDelivery(AccountIdOf(*account), accepted.id,
                                             *accepted.record, nullptr));
  }
}

absl::Status DeliveryWatch::Add(uint64_t account_uid,
                                const std::shared_ptr<Stream>& stream) {
  absl::MutexLock lock(&mu_);
  if (stream_count_ >= kMaxReaders) {
    return Exhausted("TOO_MANY_WATCHES", "server",
                     "too many WatchDeliveries streams are open",
                     absl::Seconds(10));
  }
  ++stream_count_;
  streams_[account_uid].insert(stream.get());
  return absl::OkStatus();
}

void DeliveryWatch::Remove(uint64_t account_uid, Stream* stream) {
  absl::MutexLock lock(&mu_);
  auto found = streams_.find(account_uid);
  if (found == streams_.end() || found->second.erase(stream) == 0) return;
  --stream_count_;
  if (found->second.empty()) streams_.erase(found);
}

bool DeliveryWatch::HasReaders(uint64_t account_uid) const {
  if (stream_count_.load(std::memory_order_relaxed) == 0) return false;
  absl::MutexLock lock(&mu_);
  return streams_.contains(account_uid);
}

void DeliveryWatch::Publish(uint64_t account_uid, v1::Delivery delivery) {
  const auto shared = std::make_shared<const v1::Delivery>(std::move(delivery));
  absl::MutexLock lock(&mu_);
  const auto found = streams_.find(account_uid);
  if (found == streams_.end()) return;
  for (Stream* stream : found->second) stream->Offer(shared);
}

void DeliveryWatch::PublishSkipped(uint64_t account_uid) {
  absl::MutexLock lock(&mu_);
  const auto found = streams_.find(account_uid);
  if (found == streams_.end()) return;
  for (Stream* stream : found->second) stream->Skip();
}

void DeliveryWatch::ReadAndPublish(const delivery::DeliveryChange& change) {
  const auto account = catalog_->FindAccountByUid(change.account_uid);
  if (account == nullptr) return;
  const DeliveryCursor::Account owner = {change.account_uid,
                                         AccountIdOf(*account)};
  const auto stored = reader_->Read({{&owner, change.id}});
  if (!stored.ok() || stored->empty()) {
    PublishSkipped(change.account_uid);
    return;
  }
  delivery::DeliveryChange complete = change;
  complete.record = std::make_shared<const store::DeliveryRecord>(
      std::move(stored->front().record));
  OnChange(complete);
}

}  // namespace gancho::service
