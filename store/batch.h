// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_BATCH_H_
#define GANCHO_STORE_BATCH_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "store/table.h"

namespace gancho::store {

// A list of puts and deletes, applied in order, kept in the form in which a
// replicated log would carry it. Applying a batch is deterministic and
// harmless when repeated. Not thread-safe.
class Batch {
 public:
  void Put(Table table, std::string_view key, std::string_view value);
  void Delete(Table table, std::string_view key);

  // Adds the changes of `other` behind those of this batch.
  void Append(const Batch& other);

  // Set by the committer: rises by one with every batch of a ledger.
  void set_number(uint64_t number) { number_ = number; }
  uint64_t number() const { return number_; }

  int count() const { return count_; }  // changes
  size_t size_bytes() const { return changes_.size(); }
  bool empty() const { return count_ == 0; }
  void Clear();

  // Calls back for every change in order; `value` is null for a delete.
  // DATA_LOSS if the bytes are not a batch.
  absl::Status ForEach(absl::FunctionRef<void(Table table, std::string_view key,
                                              const std::string_view* value)>
                           callback) const;

  // number, count and changes with a checksum.
  std::string Serialize() const;
  static absl::StatusOr<Batch> Parse(std::string_view bytes);

 private:
  uint64_t number_ = 0;
  int count_ = 0;
  std::string changes_;  // each: op+table byte, varint lengths, key, value
};

}  // namespace gancho::store

#endif  // GANCHO_STORE_BATCH_H_
