// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_TESTS_TESTING_LOAD_RECEIVER_H_
#define GANCHO_TESTS_TESTING_LOAD_RECEIVER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace gancho::testing {

// An HTTP receiver on 127.0.0.1 for many requests: one thread, epoll, kept
// connections. It notes every request in the order of arrival.
class LoadReceiver {
 public:
  struct Request {
    std::string webhook_id;
    std::string target;
    std::string body;
    absl::Time arrived;
    int status = 0;         // what it was, or will be, answered
    bool answered = false;  // whether the answer was written
  };
  struct Reply {
    int status = 200;
    absl::Duration delay;
  };
  // Called on the receiver's thread for the `number`-th request, from 0.
  using Policy = std::function<Reply(const Request& request, int64_t number)>;

  explicit LoadReceiver(Policy policy);
  ~LoadReceiver();

  int port() const { return port_; }
  std::vector<Request> TakeRequests() ABSL_LOCKS_EXCLUDED(mu_);
  size_t request_count() const ABSL_LOCKS_EXCLUDED(mu_);

  // For a sender that was killed: returns when all that it had sent, and is
  // still on the way within this machine, has been noted, and its connections
  // are gone. False if connections are left after 20 seconds.
  bool AwaitDisconnected() ABSL_LOCKS_EXCLUDED(mu_);

 private:
  struct Connection {
    std::string input;
    std::string output;
  };
  struct Due {
    int fd;
    uint64_t serial;  // of the connection, for a descriptor is used again
    size_t request;
  };

  void Run();
  void Accept();
  void Read(int fd);
  // Takes one whole request from the front of the input, if there is one.
  bool TakeRequest(int fd, Connection* connection);
  void Answer(const Due& due);
  void Flush(int fd, Connection* connection);
  void Close(int fd);

  const Policy policy_;
  int listener_ = -1;
  int epoll_ = -1;
  int wake_ = -1;  // eventfd
  int port_ = 0;
  std::map<int, Connection> connections_;
  std::map<int, uint64_t> serials_;
  uint64_t next_serial_ = 1;
  std::multimap<absl::Time, Due> due_;

  mutable absl::Mutex mu_;
  std::vector<Request> requests_ ABSL_GUARDED_BY(mu_);
  size_t taken_ ABSL_GUARDED_BY(mu_) = 0;  // requests taken away before
  bool stopping_ ABSL_GUARDED_BY(mu_) = false;
  int open_ ABSL_GUARDED_BY(mu_) = 0;  // connections
  // The peer's port of the connection by which AwaitDisconnected() knows that
  // all before it have been accepted; 0 once it has been.
  int last_port_ ABSL_GUARDED_BY(mu_) = 0;

  std::thread thread_;
};

}  // namespace gancho::testing

#endif  // GANCHO_TESTS_TESTING_LOAD_RECEIVER_H_
