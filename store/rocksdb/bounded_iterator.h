// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_ROCKSDB_BOUNDED_ITERATOR_H_
#define GANCHO_STORE_ROCKSDB_BOUNDED_ITERATOR_H_

#include <memory>
#include <string_view>

#include "absl/status/status.h"
#include "rocksdb/db.h"
#include "rocksdb/iterator.h"
#include "rocksdb/slice.h"
#include "store/ledger.h"

namespace gancho::store {

// A scan over one column family. The only caller of DB::NewIterator(): RocksDB
// keeps pointers to the bounds, which must live as long as its iterator, and an
// iterator without an upper bound walks through its neighbours' tombstones
// (measured: 158 ms instead of 57 us). Must not outlive the database.
class BoundedIterator final : public Scan {
 public:
  BoundedIterator(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family,
                  KeyRange range);
  // RocksDB points into this object.
  BoundedIterator(const BoundedIterator&) = delete;
  BoundedIterator& operator=(const BoundedIterator&) = delete;

  bool Valid() const override;
  void Next() override;
  std::string_view key() const override;
  std::string_view value() const override;
  absl::Status status() const override;

 private:
  const KeyRange range_;
  const rocksdb::Slice lower_;
  const rocksdb::Slice upper_;
  // Last, so that it goes before what it points to.
  std::unique_ptr<rocksdb::Iterator> iterator_;
};

}  // namespace gancho::store

#endif  // GANCHO_STORE_ROCKSDB_BOUNDED_ITERATOR_H_
