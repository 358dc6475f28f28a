// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "service/ledger_command.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "absl/strings/str_format.h"
#include "service/backup_listener.h"
#include "service/concat.h"
#include "store/rocksdb/rocksdb_check.h"
#include "store/rocksdb/rocksdb_ledger.h"
#include "store/table.h"

namespace gancho::service {
namespace {

constexpr char kAdvice[] =
    "What to do: copy the directory away first, whole; look for errors of the\n"
    "disk (dmesg, SMART); then restore the latest backup that --check finds "
    "in\n"
    "order. docs/storage_format.md tells what else is possible.\n";

int Fail(std::string_view command, const absl::Status& why) {
  std::fprintf(stderr, "ganchod --%.*s: %s\n", static_cast<int>(command.size()),
               command.data(), std::string(why.message()).c_str());
  return EXIT_FAILURE;
}

// Without a server. Opening a ledger makes one where there is none.
absl::Status MakeBackup(const std::string& data_dir,
                        const std::string& directory) {
  std::error_code error;
  if (!std::filesystem::exists(data_dir + "/CURRENT", error)) {
    return absl::NotFoundError(
        Concat("no ledger in data directory '", data_dir, "'"));
  }
  const auto ledger = store::RocksdbLedger::Open(data_dir, {});
  if (!ledger.ok()) return ledger.status();
  return (*ledger)->Checkpoint(directory);
}

}  // namespace

std::string RenderReport(const std::string& data_dir,
                         const store::LedgerReport& report) {
  std::string text = absl::StrFormat(
      "data directory '%s': format version %d, batch %d\n\n%-10s %14s %16s\n",
      data_dir, report.format_version, report.applied_batch, "table", "entries",
      "bytes");
  for (int i = 0; i < store::kTableCount; ++i) {
    const auto table = static_cast<store::Table>(i);
    const auto& size = report.tables[i];
    absl::StrAppendFormat(&text, "%-10s %14d %16d\n",
                          std::string(store::TableName(table)), size.entries,
                          size.bytes);
  }
  absl::StrAppendFormat(&text,
                        "\ndeliveries: %d pending, %d delivered, %d failed, "
                        "%d expired, %d cancelled\n",
                        report.pending, report.delivered, report.failed,
                        report.expired, report.cancelled);
  if (report.healthy()) return text + "no problems\n";
  absl::StrAppendFormat(
      &text, "\n%d problems%s:\n", report.problem_count,
      report.problems.size() < static_cast<size_t>(report.problem_count)
          ? absl::StrFormat(", the first %d of which are",
                            report.problems.size())
          : "");
  for (const auto& problem : report.problems) {
    absl::StrAppendFormat(&text, "  %s: %s\n", problem.where, problem.what);
  }
  return text + "\n" + kAdvice;
}

int CheckLedgerCommand(const std::string& data_dir) {
  store::LedgerReport report;
  const absl::Status checked = store::CheckRocksdb(data_dir, {}, &report);
  if (!checked.ok()) {
    const int code = Fail("check", checked);
    if (absl::IsDataLoss(checked)) std::fputs(kAdvice, stderr);
    if (absl::IsFailedPrecondition(checked)) {
      std::fputs(
          "A ledger is checked while no server runs on it; of one that"
          " is in use, check a backup.\n",
          stderr);
    }
    return code;
  }
  std::fputs(RenderReport(data_dir, report).c_str(), stdout);
  return report.healthy() ? EXIT_SUCCESS : EXIT_FAILURE;
}

int BackupCommand(const std::string& data_dir, const std::string& directory) {
  std::error_code error;
  const std::string absolute =
      std::filesystem::absolute(directory, error).lexically_normal().string();
  if (error) {
    return Fail("backup_to", absl::InvalidArgumentError(error.message()));
  }
  absl::Status made = RequestBackup(data_dir, absolute);
  const bool online = !absl::IsUnimplemented(made);
  if (!online) made = MakeBackup(data_dir, absolute);
  if (!made.ok()) return Fail("backup_to", made);
  std::printf("backup of '%s' in '%s'%s\n", data_dir.c_str(), absolute.c_str(),
              online ? ", made by the running server" : "");
  return EXIT_SUCCESS;
}

}  // namespace gancho::service
