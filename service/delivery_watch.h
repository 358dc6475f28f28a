// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_DELIVERY_WATCH_H_
#define GANCHO_SERVICE_DELIVERY_WATCH_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "delivery/engine.h"
#include "gancho/v1/delivery_service.pb.h"
#include "grpcpp/support/server_callback.h"
#include "service/catalog.h"
#include "service/delivery_reader.h"
#include "service/executor.h"
#include "service/live_streams.h"

namespace gancho::service {

// Tells WatchDeliveries' readers what happens to deliveries. Nothing here ever
// waits for a reader: each has a bounded buffer, and what does not fit is
// lost and counted in `skipped_count`. Without readers a change costs one
// atomic load. Thread-safe.
class DeliveryWatch {
 public:
  // A reader's buffer, in changes. A change without its request has less than
  // 1 KiB, one with an attempt less than 6 KiB.
  static constexpr size_t kMaxBufferedChanges = 1024;
  // Readers at once, over all accounts.
  static constexpr size_t kMaxReaders = 256;

  // All outlive the watch. Changes whose record is not at hand are read on
  // `executor`; whoever drains `live` ends the streams.
  DeliveryWatch(const DeliveryReader* reader, const Catalog* catalog,
                Executor* executor, LiveStreams* live);
  // Every stream has ended by then: the gRPC server is shut down first.
  ~DeliveryWatch();

  DeliveryWatch(const DeliveryWatch&) = delete;
  DeliveryWatch& operator=(const DeliveryWatch&) = delete;

  // The reactor of one WatchDeliveries call; lives until its end. Its initial
  // metadata is sent when the reader is in place: what happens from then on
  // is seen.
  grpc::ServerWriteReactor<v1::WatchDeliveriesResponse>* Watch(
      const v1::WatchDeliveriesRequest& request);

  // Called on threads of the engine and of the committer; never block.
  void OnChange(const delivery::DeliveryChange& change);
  void OnAccepted(const std::vector<delivery::AcceptedDelivery>& deliveries);

 private:
  class Stream;

  // OK, or why there may be no further reader.
  absl::Status Add(uint64_t account_uid, const std::shared_ptr<Stream>& stream);
  void Remove(uint64_t account_uid, Stream* stream);
  bool HasReaders(uint64_t account_uid) const;
  void Publish(uint64_t account_uid, v1::Delivery delivery);
  void PublishSkipped(uint64_t account_uid);
  void ReadAndPublish(const delivery::DeliveryChange& change);

  // Constant after construction.
  const DeliveryReader* const reader_;
  const Catalog* const catalog_;
  Executor* const executor_;
  LiveStreams* const live_;

  std::atomic<size_t> stream_count_ = 0;

  // Held while streams are told of a change; a stream's own mutex comes after
  // this one.
  mutable absl::Mutex mu_;
  absl::flat_hash_map<uint64_t, absl::flat_hash_set<Stream*>> streams_
      ABSL_GUARDED_BY(mu_);
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_DELIVERY_WATCH_H_
