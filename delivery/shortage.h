// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

#ifndef GANCHO_DELIVERY_SHORTAGE_H_
#define GANCHO_DELIVERY_SHORTAGE_H_

// A lack of this machine's own means. It says nothing about a destination.
namespace gancho::delivery {

// Whether `error`, an errno, means that this process or machine has no file
// descriptor or memory left.
bool IsShortage(int error);

// Whether no file descriptor can be had now. For failures of libraries that do
// not say why they could not open a file or socket.
bool OutOfDescriptors();

}  // namespace gancho::delivery

#endif  // GANCHO_DELIVERY_SHORTAGE_H_
