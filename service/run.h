// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_SERVICE_RUN_H_
#define GANCHO_SERVICE_RUN_H_

#include "service/application.h"

namespace gancho::service {

// The whole of ganchod's main(): reads the flags, serves until SIGTERM or
// SIGINT, and returns the exit code: 0 after a drain, 1 if the server could not
// start, with one line on stderr that says why. With --check or --backup_to it
// does that instead.
//
// When the disk has failed so that nobody knows what is on it, the server waits
// until it can be written again, then ends all its parts as a crash would, but
// for the process, and starts anew on what is on the disk.
int RunServer(int argc, char** argv, const Surroundings& surroundings = {});

}  // namespace gancho::service

#endif  // GANCHO_SERVICE_RUN_H_
