// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_STORE_THREAD_NAME_H_
#define GANCHO_STORE_THREAD_NAME_H_

#include <pthread.h>

namespace gancho::store {

// Names the calling thread for debuggers, top and the benchmarks; at most 15
// characters.
inline void NameThisThread(const char* name) {
  // A name that cannot be set is missed by nobody but a person looking.
  static_cast<void>(pthread_setname_np(pthread_self(), name));
}

}  // namespace gancho::store

#endif  // GANCHO_STORE_THREAD_NAME_H_
