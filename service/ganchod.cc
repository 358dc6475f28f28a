// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// ganchod: the call-webhook server. With --check or --backup_to it does that
// instead of serving.

#include "service/run.h"

int main(int argc, char** argv) {
  return gancho::service::RunServer(argc, argv);
}
