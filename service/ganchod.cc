// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// ganchod: the call-webhook server.

#include "service/run.h"

int main(int argc, char** argv) {
  return gancho::service::RunServer(argc, argv);
}
