// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#include "store/rocksdb/bounded_iterator.h"

#include <utility>

#include "rocksdb/options.h"
#include "store/rocksdb/status.h"

namespace gancho::store {

BoundedIterator::BoundedIterator(rocksdb::DB* db,
                                 rocksdb::ColumnFamilyHandle* family,
                                 KeyRange range)
    : range_(std::move(range)), lower_(range_.from), upper_(range_.to) {
  rocksdb::ReadOptions options;
  options.iterate_lower_bound = &lower_;
  if (!range_.to.empty()) options.iterate_upper_bound = &upper_;
  options.fill_cache = !range_.once;
  // Files that compaction made obsolete meanwhile are deleted in the
  // background, not by the thread that ends its scan.
  options.background_purge_on_iterator_cleanup = true;
  iterator_.reset(db->NewIterator(options, family));
  if (range_.reverse) {
    iterator_->SeekToLast();
  } else {
    iterator_->SeekToFirst();
  }
}

bool BoundedIterator::Valid() const { return iterator_->Valid(); }

void BoundedIterator::Next() {
  if (range_.reverse) {
    iterator_->Prev();
  } else {
    iterator_->Next();
  }
}

std::string_view BoundedIterator::key() const {
  return {iterator_->key().data(), iterator_->key().size()};
}

std::string_view BoundedIterator::value() const {
  return {iterator_->value().data(), iterator_->value().size()};
}

absl::Status BoundedIterator::status() const {
  return ToStatus(iterator_->status());
}

}  // namespace gancho::store
