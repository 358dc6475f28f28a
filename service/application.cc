// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/application.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "delivery/credentials.h"
#include "delivery/revival_guard.h"
#include "delivery/sharded_engine.h"
#include "delivery/signing.h"
#include "delivery/transport.h"
#include "service/account_service.h"
#include "service/answered_requests.h"
#include "service/api_key_service.h"
#include "service/backup_listener.h"
#include "service/call_reader.h"
#include "service/call_service.h"
#include "service/call_watch.h"
#include "service/concat.h"
#include "service/definition_store.h"
#include "service/delivery_reader.h"
#include "service/delivery_service.h"
#include "service/delivery_watch.h"
#include "service/engine_events.h"
#include "service/event_preview.h"
#include "service/event_service.h"
#include "service/executor.h"
#include "service/intake.h"
#include "service/ledger_messages.h"
#include "service/live_streams.h"
#include "service/log.h"
#include "service/measured_ledger.h"
#include "service/metrics_listener.h"
#include "service/reserved_port.h"
#include "service/retention_sweeper.h"
#include "service/retention_thread.h"
#include "service/server.h"
#include "service/server_metrics.h"
#include "service/status.h"
#include "service/trigger_service.h"
#include "service/watched_engine.h"
#include "store/clock.h"
#include "store/committer.h"
#include "store/rocksdb/rocksdb_ledger.h"
#include "store/stop_flag.h"

namespace gancho::service {
namespace {

// Calls are spread over so many parts of the ledger. More than one comes with
// the distributed ledger.
constexpr int kPartitions = 1;
// Reads that may wait for the disk at once, and behind them.
constexpr int kReadThreads = 4;
constexpr size_t kMaxQueuedReads = 1024;
constexpr int kMaxCallWatches = 256;
constexpr absl::Duration kHealthInterval = absl::Seconds(1);
// Of the drain time-out at most so much is for calls that are under way; the
// rest is for attempts.
constexpr absl::Duration kMaxCallGrace = absl::Seconds(5);
// What clients are told to wait before they come back to a restarted server.
constexpr absl::Duration kReconnectDelay = absl::Seconds(1);

HostCheck MakeHostCheck(const delivery::Transport* transport) {
  return [transport](std::string_view host, int port) {
    return transport->CheckHost(host, port);
  };
}

}  // namespace

// The parts in the order in which they need each other; each knows only those
// above it, except for EngineEvents, which is told of them.
class Application::Impl {
 public:
  Impl(const ServerOptions& options, const Surroundings& surroundings)
      : options_(options),
        surroundings_(surroundings),
        clock_(surroundings_.clock != nullptr ? surroundings_.clock
                                              : &system_clock_) {}
  ~Impl() { Drain(absl::ZeroDuration()); }

  absl::Status Start();
  void Drain(absl::Duration timeout);
  const HostPort& address() const { return address_; }
  const std::optional<HostPort>& metrics_address() const {
    return metrics_address_;
  }
  absl::Status ledger_loss() const;

 private:
  absl::Status ReservePorts();
  absl::Status OpenLedger();
  absl::Status MakeEngine();
  absl::Status OpenDefinitions();
  absl::Status MakeIntake();
  absl::Status MakeRetention();
  absl::Status Serve();
  absl::Status ServeMetrics();
  void ServeBackups();

  ServerMetrics ReadMetrics() const;
  absl::Status Readiness() const;
  void WatchHealth();
  void EndCalls(absl::Time deadline);

  const ServerOptions options_;
  const Surroundings surroundings_;
  const store::SystemClock system_clock_;
  const store::Clock* const clock_;
  const absl::Duration start_time_ = clock_->Steady();

  // Until the listeners stand.
  std::optional<ReservedPort> port_;
  std::optional<ReservedPort> metrics_port_;
  // With the ports that were chosen.
  HostPort address_;
  std::optional<HostPort> metrics_address_;

  LedgerMessages ledger_messages_;
  std::unique_ptr<MeasuredLedger> ledger_;
  std::unique_ptr<store::Committer> committer_;
  std::unique_ptr<Executor> executor_;
  LiveStreams live_streams_;

  EngineEvents engine_events_;
  delivery::RevivalGuard revivals_;
  std::unique_ptr<delivery::Transport> transport_;
  std::unique_ptr<delivery::ShardedEngine> engine_;
  std::unique_ptr<DefinitionStore> definitions_;

  std::unique_ptr<DeliveryReader> delivery_reader_;
  std::unique_ptr<DeliveryWatch> delivery_watch_;
  std::unique_ptr<WatchedEngine> watched_engine_;
  CallWatchHub call_watches_{kMaxCallWatches};
  std::unique_ptr<CallReader> call_reader_;
  std::unique_ptr<Intake> intake_;
  std::unique_ptr<RetentionThread> retention_;

  std::unique_ptr<AnsweredRequests> answered_requests_;

  std::unique_ptr<AccountServiceImpl> account_service_;
  std::unique_ptr<EventServiceImpl> event_service_;
  std::unique_ptr<TriggerServiceImpl> trigger_service_;
  std::unique_ptr<CallService> call_service_;
  std::unique_ptr<DeliveryService> delivery_service_;
  std::unique_ptr<ApiKeyServiceImpl> api_key_service_;
  std::unique_ptr<Server> server_;
  std::unique_ptr<MetricsListener> metrics_listener_;
  std::unique_ptr<BackupListener> backup_listener_;

  mutable absl::Mutex mu_;
  bool serving_ ABSL_GUARDED_BY(mu_) = false;
  bool draining_ ABSL_GUARDED_BY(mu_) = false;
  store::StopFlag health_end_;
  std::thread health_thread_;
};

absl::Status Application::Impl::Start() {
  // What can fail without a trace comes first.
  for (const auto step :
       {&Impl::ReservePorts, &Impl::OpenLedger, &Impl::MakeEngine,
        &Impl::OpenDefinitions, &Impl::MakeIntake, &Impl::MakeRetention,
        &Impl::Serve, &Impl::ServeMetrics}) {
    if (absl::Status status = (this->*step)(); !status.ok()) return status;
  }
  // From here on nothing fails: an error is one line on stderr, and no log.
  StartLog(options_.log_level);
  ledger_messages_.Release();
  ServeBackups();
  engine_->Start();
  retention_->Start();
  {
    absl::MutexLock lock(&mu_);
    serving_ = true;
  }
  server_->SetServing(true);
  health_thread_ = std::thread([this] { WatchHealth(); });
  if (metrics_listener_ != nullptr) {
    LogInfo(Concat("metrics on ", metrics_listener_->address()));
  }
  LogInfo(Concat("listening on ", server_->address()));
  return absl::OkStatus();
}

absl::Status Application::Impl::ReservePorts() {
  if (auto credentials = MakeServerCredentials(options_.listener);
      !credentials.ok()) {
    return credentials.status();
  }
  auto port = ReservedPort::Reserve(options_.listener.address);
  if (!port.ok()) return port.status();
  port_.emplace(*std::move(port));
  address_ = port_->address();
  std::vector<std::string> own_listeners = port_->numeric_addresses();
  if (options_.metrics_address.has_value()) {
    auto metrics_port = ReservedPort::Reserve(*options_.metrics_address);
    if (!metrics_port.ok()) return metrics_port.status();
    metrics_port_.emplace(*std::move(metrics_port));
    metrics_address_ = metrics_port_->address();
    for (const std::string& listener : metrics_port_->numeric_addresses()) {
      own_listeners.push_back(listener);
    }
  }
  auto transport = delivery::Transport::Create(
      {.allow_destinations = options_.allow_destinations,
       .own_listeners = std::move(own_listeners),
       .ca_file = options_.ca_file,
       .egress_proxy = options_.egress_proxy,
       .max_descriptors_per_shard =
           options_.descriptors.outbound /
           static_cast<size_t>(options_.engine_threads),
       .user_agent = Concat("Gancho/", Version())},
      clock_);
  if (!transport.ok()) return transport.status();
  transport_ = *std::move(transport);
  return absl::OkStatus();
}

absl::Status Application::Impl::OpenLedger() {
  store::RocksdbOptions ledger_options = surroundings_.ledger;
  ledger_options.accept_data_loss = options_.accept_data_loss;
  ledger_options.max_open_files =
      std::min(ledger_options.max_open_files, options_.descriptors.table_files);
  ledger_options.message_sink = [this](std::string_view line) {
    ledger_messages_.Add(line, clock_->Steady());
  };
  auto ledger = store::RocksdbLedger::Open(options_.data_dir, ledger_options);
  if (!ledger.ok()) return ledger.status();
  ledger_ = std::make_unique<MeasuredLedger>(*std::move(ledger), clock_);
  committer_ = std::make_unique<store::Committer>(ledger_.get(),
                                                  store::CommitterOptions{});
  executor_ = std::make_unique<Executor>(kReadThreads, kMaxQueuedReads);
  return absl::OkStatus();
}

absl::Status Application::Impl::MakeEngine() {
  delivery::EngineParts parts;
  parts.clock = clock_;
  parts.ledger = ledger_.get();
  parts.committer = committer_.get();
  parts.observer = &engine_events_;
  parts.revivals = &revivals_;
  parts.make_thread = [this] { return transport_->MakeShardThread(); };
  delivery::EngineOptions engine_options;
  engine_options.shards = options_.engine_threads;
  engine_ = std::make_unique<delivery::ShardedEngine>(std::move(parts),
                                                      engine_options);
  return absl::OkStatus();
}

absl::Status Application::Impl::OpenDefinitions() {
  DefinitionStoreOptions store_options;
  store_options.partitions = kPartitions;
  auto definitions = DefinitionStore::Open(
      ledger_.get(), committer_.get(), clock_, engine_.get(),
      MakeHostCheck(transport_.get()), store_options);
  if (!definitions.ok()) return definitions.status();
  definitions_ = *std::move(definitions);
  const Catalog* catalog = &definitions_->catalog();
  delivery_reader_ =
      std::make_unique<DeliveryReader>(ledger_.get(), catalog, kPartitions);
  delivery_watch_ = std::make_unique<DeliveryWatch>(
      delivery_reader_.get(), catalog, executor_.get(), &live_streams_);
  call_reader_ =
      std::make_unique<CallReader>(ledger_.get(), catalog, kPartitions);
  engine_events_.SetListeners(
      {.on_change =
           [this](const delivery::DeliveryChange& change) {
             delivery_watch_->OnChange(change);
           },
       .on_disable =
           [this](const std::string& account_id, const std::string& event_id,
                  const std::string& reason) {
             LogWarning(Concat("accounts/", account_id, "/events/", event_id,
                               " is to be DISABLED: ", reason));
             definitions_->DisableEvent(account_id, event_id, reason);
           }});
  return absl::OkStatus();
}

absl::Status Application::Impl::MakeIntake() {
  watched_engine_ =
      std::make_unique<WatchedEngine>(engine_.get(), delivery_watch_.get());
  IntakeParts parts;
  parts.ledger = ledger_.get();
  parts.committer = committer_.get();
  parts.catalog = &definitions_->catalog();
  parts.engine = watched_engine_.get();
  parts.clock = clock_;
  std::random_device seed;
  parts.random =
      [random = std::mt19937_64((uint64_t{seed()} << 32) ^ seed())]() mutable {
        return random();
      };
  parts.call_observer = &call_watches_;
  parts.delivery_observer = &engine_events_;
  auto intake = Intake::Create({}, std::move(parts));
  if (!intake.ok()) return intake.status();
  intake_ = *std::move(intake);
  return absl::OkStatus();
}

absl::Status Application::Impl::MakeRetention() {
  RetentionOptions retention_options;
  retention_options.retention = options_.retention;
  retention_options.call_close_timeout = options_.call_close_timeout;
  RetentionParts parts;
  parts.ledger = ledger_.get();
  parts.committer = committer_.get();
  parts.clock = clock_;
  parts.revivals = &revivals_;
  parts.list_accounts = [this] {
    return definitions_->catalog().ListAccounts(
        "", std::numeric_limits<size_t>::max());
  };
  parts.sweep_calls = [this](CallSweepRequest request) {
    intake_->Sweep(std::move(request));
  };
  auto sweeper = RetentionSweeper::Create(retention_options, std::move(parts));
  if (!sweeper.ok()) return sweeper.status();
  retention_ = std::make_unique<RetentionThread>(
      *std::move(sweeper), [](const absl::Status& status) {
        LogWarning(Concat("nothing more is removed for now: ",
                          ToStd(status.message())));
      });
  return absl::OkStatus();
}

absl::Status Application::Impl::Serve() {
  const Catalog* catalog = &definitions_->catalog();
  account_service_ =
      std::make_unique<AccountServiceImpl>(definitions_.get(), executor_.get());
  event_service_ = std::make_unique<EventServiceImpl>(
      definitions_.get(), engine_.get(),
      EventPreviewer(&definitions_->catalog(), MakeHostCheck(transport_.get()),
                     ledger_.get(), clock_, kPartitions),
      executor_.get());
  trigger_service_ =
      std::make_unique<TriggerServiceImpl>(definitions_.get(), executor_.get());
  call_service_ = std::make_unique<CallService>(
      CallServiceParts{.intake = intake_.get(),
                       .catalog = catalog,
                       .reader = call_reader_.get(),
                       .executor = executor_.get(),
                       .watches = &call_watches_,
                       .live = &live_streams_});
  answered_requests_ = std::make_unique<AnsweredRequests>(
      ledger_.get(), committer_.get(), clock_);
  delivery_service_ = std::make_unique<DeliveryService>(
      delivery_reader_.get(), delivery_watch_.get(), engine_.get(),
      executor_.get(), answered_requests_.get(), clock_);
  api_key_service_ = std::make_unique<ApiKeyServiceImpl>();
  auto server = Server::Start(
      {.listener = options_.listener,
       .max_connections = options_.descriptors.inbound},
      *std::move(port_), clock_,
      {{v1::AccountService::service_full_name(), account_service_.get()},
       {v1::EventService::service_full_name(), event_service_.get()},
       {v1::TriggerService::service_full_name(), trigger_service_.get()},
       {v1::CallService::service_full_name(), call_service_.get()},
       {v1::DeliveryService::service_full_name(), delivery_service_.get()},
       {v1::ApiKeyService::service_full_name(), api_key_service_.get()}});
  if (!server.ok()) return server.status();
  server_ = *std::move(server);
  port_.reset();
  return absl::OkStatus();
}

absl::Status Application::Impl::ServeMetrics() {
  if (!metrics_port_.has_value()) return absl::OkStatus();
  auto listener = MetricsListener::Start(
      metrics_port_->address(),
      {.metrics = [this] { return RenderMetrics(ReadMetrics()); },
       .readiness = [this] { return Readiness(); }});
  if (!listener.ok()) return listener.status();
  metrics_listener_ = *std::move(listener);
  metrics_port_.reset();
  return absl::OkStatus();
}

// A server that cannot be asked for backups still serves.
void Application::Impl::ServeBackups() {
  auto listener = BackupListener::Start(
      options_.data_dir, [this](const std::string& directory) {
        absl::Status status = ledger_->Checkpoint(directory);
        if (status.ok()) {
          LogInfo(Concat("made a backup in '", directory, "'"));
        } else {
          LogError(Concat("no backup in '", directory,
                          "': ", ToStd(status.message())));
        }
        return status;
      });
  if (listener.ok()) {
    backup_listener_ = *std::move(listener);
  } else {
    LogWarning(Concat("--backup_to will not find this server: ",
                      ToStd(listener.status().message())));
  }
}

ServerMetrics Application::Impl::ReadMetrics() const {
  ServerMetrics metrics;
  metrics.uptime_seconds =
      absl::ToDoubleSeconds(clock_->Steady() - start_time_);
  metrics.serving = Readiness().ok();
  metrics.live_streams = live_streams_.count();
  metrics.connections = server_->connections();
  metrics.intake = intake_->stats();
  metrics.engine = engine_->stats();
  metrics.ended = engine_events_.ended();
  metrics.committer = committer_->stats();
  metrics.commit_times = ledger_->apply_times();
  metrics.ledger = ledger_->health();
  metrics.retention = retention_->stats();
  return metrics;
}

absl::Status Application::Impl::Readiness() const {
  absl::MutexLock lock(&mu_);
  if (draining_) return absl::UnavailableError("draining");
  if (!serving_) return absl::UnavailableError("the ledger takes no writes");
  return absl::OkStatus();
}

// NOT_SERVING while the ledger is read-only, so that load balancers go
// elsewhere; it may come back, for example when the disk has space again.
void Application::Impl::WatchHealth() {
  do {
    const absl::Status status = ledger_->health().status;
    absl::MutexLock lock(&mu_);
    if (draining_) return;
    if (status.ok() != serving_) {
      serving_ = status.ok();
      server_->SetServing(serving_);
      if (serving_) {
        LogInfo("the ledger takes writes again");
      } else {
        LogError(
            Concat("the ledger takes no writes: ", ToStd(status.message())));
      }
    }
  } while (!health_end_.WaitFor(kHealthInterval));
}

absl::Status Application::Impl::ledger_loss() const {
  absl::Status status = ledger_->health().status;
  if (absl::IsResourceExhausted(status)) return absl::OkStatus();
  return status;
}

void Application::Impl::EndCalls(absl::Time deadline) {
  server_->SetServing(false);
  live_streams_.Drain(Unavailable(
      "SERVER_DRAINING", "the server is shutting down", kReconnectDelay));
  server_->Shutdown(deadline - absl::Now());
}

void Application::Impl::Drain(absl::Duration timeout) {
  {
    absl::MutexLock lock(&mu_);
    if (draining_) return;
    draining_ = true;
  }
  health_end_.Set();
  if (health_thread_.joinable()) health_thread_.join();
  const absl::Time begin = absl::Now();
  const absl::Time deadline = begin + timeout;
  const absl::Duration call_grace = std::min(kMaxCallGrace, timeout / 2);
  // A call may wait for the engine (TestEvent), and gRPC waits for every call
  // for as long as it takes: so the engine is drained while gRPC still waits.
  std::thread calls;
  if (server_ != nullptr) {
    calls = std::thread([&] { EndCalls(begin + call_grace); });
  }
  live_streams_.WaitUntilEmpty(call_grace);
  if (retention_ != nullptr) retention_->Stop();
  if (intake_ != nullptr) intake_->Stop();
  if (definitions_ != nullptr) definitions_->Stop();
  if (engine_ != nullptr) {
    engine_->Drain(std::max(deadline - absl::Now(), absl::ZeroDuration()));
  }
  if (calls.joinable()) calls.join();
  metrics_listener_.reset();
  backup_listener_.reset();
  server_.reset();
  if (executor_ != nullptr) executor_->Stop();
  if (committer_ != nullptr) committer_->Stop();
  // The destructors close the ledger last.
}

absl::StatusOr<std::unique_ptr<Application>> Application::Start(
    const ServerOptions& options, const Surroundings& surroundings) {
  auto impl = std::make_unique<Impl>(options, surroundings);
  if (absl::Status status = impl->Start(); !status.ok()) return status;
  return std::unique_ptr<Application>(new Application(std::move(impl)));
}

Application::Application(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Application::~Application() = default;

void Application::Drain(absl::Duration timeout) { impl_->Drain(timeout); }

const HostPort& Application::address() const { return impl_->address(); }

const std::optional<HostPort>& Application::metrics_address() const {
  return impl_->metrics_address();
}

absl::Status Application::ledger_loss() const { return impl_->ledger_loss(); }

}  // namespace gancho::service
