// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_BACKUP_LISTENER_H_
#define GANCHO_SERVICE_BACKUP_LISTENER_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// How `ganchod --backup_to` reaches the server that has the ledger open: over
// an abstract Unix socket whose name comes from the data directory, so that
// there is no port, no file and no secret to agree on. Only processes of the
// same user, or of root, are heard, and only within the same machine (the same
// network namespace, with containers).
namespace gancho::service {

// The server's side. Serves one request after the other on a thread of its own.
class BackupListener {
 public:
  // Makes a backup in the directory, an absolute path.
  using Backup = std::function<absl::Status(const std::string& directory)>;

  // The ledger of `data_dir` is open. UNAVAILABLE if the socket cannot be had.
  static absl::StatusOr<std::unique_ptr<BackupListener>> Start(
      const std::string& data_dir, Backup backup);
  // Waits for a backup that is being made.
  ~BackupListener();
  BackupListener(const BackupListener&) = delete;
  BackupListener& operator=(const BackupListener&) = delete;

 private:
  BackupListener(int listener, int end, Backup backup);

  void Run();
  void Serve(int connection);

  const int listener_;
  const int end_;  // readable when the thread is to end
  const Backup backup_;
  std::thread thread_;
};

// Asks the server that has the ledger of `data_dir` open for a backup in
// `directory`, an absolute path, and waits for as long as it takes. Returns
// what the server says; UNIMPLEMENTED if no server listens, NOT_FOUND if there
// is no ledger.
absl::Status RequestBackup(const std::string& data_dir,
                           const std::string& directory);

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_BACKUP_LISTENER_H_
