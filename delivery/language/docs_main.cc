// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// gancho_docs PROTOSET: writes docs/variables.md to standard output. PROTOSET
// is the file gancho.protoset of the build.

#include <fstream>
#include <iostream>

#include "delivery/language/variable_reference.h"
#include "google/protobuf/descriptor.pb.h"

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: gancho_docs PROTOSET > docs/variables.md\n";
    return 2;
  }
  std::ifstream file(argv[1], std::ios::binary);
  google::protobuf::FileDescriptorSet protos;
  if (!protos.ParseFromIstream(&file)) {
    std::cerr << "error: cannot read " << argv[1] << "\n";
    return 1;
  }
  const auto text = gancho::delivery::VariableReference(protos);
  if (!text.ok()) {
    std::cerr << "error: " << text.status().message() << "\n";
    return 1;
  }
  std::cout << *text;
  return 0;
}
