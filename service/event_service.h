// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_EVENT_SERVICE_H_
#define GANCHO_SERVICE_EVENT_SERVICE_H_

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "delivery/engine.h"
#include "gancho/v1/event_service.grpc.pb.h"
#include "service/definition_store.h"
#include "service/event_preview.h"
#include "service/executor.h"
#include "service/pending_answer.h"
#include "service/resource_name.h"

namespace gancho::service {

// gancho.v1.EventService over the definition store and the engine.
// Thread-safe; what it is given outlives it.
class EventServiceImpl final : public v1::EventService::CallbackService {
 public:
  // How many TestEvent calls may be under way: in all, and of one account.
  static constexpr int kMaxTests = 64;
  static constexpr int kMaxTestsPerAccount = 8;

  // `executor` runs lists, previews and tests.
  EventServiceImpl(DefinitionStore* store, delivery::Engine* engine,
                   EventPreviewer previewer, Executor* executor)
      : store_(store),
        engine_(engine),
        previewer_(previewer),
        executor_(executor) {}

  grpc::ServerUnaryReactor* CreateEvent(grpc::CallbackServerContext* context,
                                        const v1::CreateEventRequest* request,
                                        v1::Event* response) override;
  grpc::ServerUnaryReactor* GetEvent(grpc::CallbackServerContext* context,
                                     const v1::GetEventRequest* request,
                                     v1::Event* response) override;
  grpc::ServerUnaryReactor* ListEvents(
      grpc::CallbackServerContext* context,
      const v1::ListEventsRequest* request,
      v1::ListEventsResponse* response) override;
  grpc::ServerUnaryReactor* UpdateEvent(grpc::CallbackServerContext* context,
                                        const v1::UpdateEventRequest* request,
                                        v1::Event* response) override;
  grpc::ServerUnaryReactor* DeleteEvent(
      grpc::CallbackServerContext* context,
      const v1::DeleteEventRequest* request,
      google::protobuf::Empty* response) override;
  grpc::ServerUnaryReactor* PauseEvent(grpc::CallbackServerContext* context,
                                       const v1::PauseEventRequest* request,
                                       v1::Event* response) override;
  grpc::ServerUnaryReactor* ResumeEvent(grpc::CallbackServerContext* context,
                                        const v1::ResumeEventRequest* request,
                                        v1::Event* response) override;
  grpc::ServerUnaryReactor* PreviewEvent(
      grpc::CallbackServerContext* context,
      const v1::PreviewEventRequest* request,
      v1::PreviewEventResponse* response) override;
  grpc::ServerUnaryReactor* TestEvent(grpc::CallbackServerContext* context,
                                      const v1::TestEventRequest* request,
                                      v1::TestEventResponse* response) override;
  grpc::ServerUnaryReactor* RotateSigningSecret(
      grpc::CallbackServerContext* context,
      const v1::RotateSigningSecretRequest* request,
      v1::RotateSigningSecretResponse* response) override;
  grpc::ServerUnaryReactor* GetEventStats(
      grpc::CallbackServerContext* context,
      const v1::GetEventStatsRequest* request,
      v1::EventStats* response) override;

 private:
  // Counts tests under way. Thread-safe.
  class TestLimit {
   public:
    // False if there are too many already.
    bool TryBegin(uint64_t account_uid);
    void End(uint64_t account_uid);

   private:
    absl::Mutex mu_;
    int all_ ABSL_GUARDED_BY(mu_) = 0;
    absl::flat_hash_map<uint64_t, int> of_account_ ABSL_GUARDED_BY(mu_);
  };

  void RunTest(const v1::TestEventRequest& request,
               v1::TestEventResponse* response, PendingAnswer* answer);
  void SubmitDelete(const v1::DeleteEventRequest* request,
                    const ChildName& name, int64_t pending_count,
                    google::protobuf::Empty* response, PendingAnswer* answer);

  DefinitionStore* const store_;
  delivery::Engine* const engine_;
  const EventPreviewer previewer_;
  Executor* const executor_;
  TestLimit test_limit_;
};

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_EVENT_SERVICE_H_
