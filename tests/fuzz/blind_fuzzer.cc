// Copyright 2026 The Gancho Authors
// SPDX-License-Identifier: Apache-2.0

// Drives a fuzz target where libFuzzer is not at hand: runs the corpus, then
// random changes of it. It does not see what the target covers, but finds what
// a sanitizer catches near known inputs. Takes libFuzzer's flags:
//
//   TARGET [-runs=N] [-max_total_time=SECONDS] [-seed=N] FOLDER_OR_FILE...

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <utility>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

constexpr size_t kMaxInputBytes = 16384;

// What the sanitizers' report, or the crash, is about.
const std::string* current = nullptr;

// Where a finding is kept: a crash cannot be asked for its input afterwards.
extern "C" void KeepCurrentInput(int signal) {
  if (current != nullptr) {
    // Not signal-safe, which is the lesser evil in a process that is lost.
    std::ofstream("crash-input", std::ios::binary) << *current;
    std::fputs("input written to ./crash-input\n", stderr);
  }
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void RunOne(const std::string& input) {
  current = &input;
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()),
                         input.size());
}

std::vector<std::string> ReadCorpus(const std::string& path) {
  std::vector<std::filesystem::path> files;
  if (std::filesystem::is_directory(path)) {
    for (const auto& entry : std::filesystem::directory_iterator(path)) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
    // The order of a folder is anything; the same seed is the same run.
    std::sort(files.begin(), files.end());
  } else {
    files.emplace_back(path);
  }
  std::vector<std::string> corpus;
  for (const auto& file : files) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) {
      std::fprintf(stderr, "cannot read %s\n", file.c_str());
      std::exit(2);
    }
    corpus.emplace_back(std::istreambuf_iterator<char>(stream),
                        std::istreambuf_iterator<char>());
  }
  return corpus;
}

class Mutator {
 public:
  Mutator(const std::vector<std::string>& corpus, uint64_t seed)
      : corpus_(corpus), random_(seed) {}

  std::string Next() {
    std::string input = Pick();
    for (size_t i = 1 + Below(4); i > 0; --i) Change(&input);
    if (input.size() > kMaxInputBytes) input.resize(kMaxInputBytes);
    return input;
  }

 private:
  size_t Below(size_t limit) { return limit == 0 ? 0 : random_() % limit; }
  const std::string& Pick() { return corpus_[Below(corpus_.size())]; }
  std::string Slice(const std::string& from) {
    const size_t begin = Below(from.size() + 1);
    return from.substr(begin, Below(from.size() - begin + 1));
  }

  void Change(std::string* input) {
    const size_t place = Below(input->size() + 1);
    switch (Below(6)) {
      case 0:
        if (place < input->size())
          (*input)[place] = static_cast<char>(random_());
        break;
      case 1:
        input->insert(place, 1, static_cast<char>(random_()));
        break;
      case 2:
        input->erase(place, 1 + Below(16));
        break;
      case 3:
        input->insert(place, Slice(Pick()));
        break;
      case 4: {
        // The same again, many times: depth and length.
        const std::string part = Slice(*input).substr(0, 16);
        for (size_t i = Below(300); i > 0; --i) input->insert(place, part);
        break;
      }
      default:
        std::swap((*input)[place % std::max<size_t>(1, input->size())],
                  (*input)[0]);
        break;
    }
    if (input->empty()) input->push_back('\0');
  }

  const std::vector<std::string>& corpus_;
  std::mt19937_64 random_;
};

}  // namespace

int main(int argc, char** argv) {
  long runs = 100'000;
  long seconds = 0;
  uint64_t seed = 1;
  std::vector<std::string> corpus;
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument.rfind("-runs=", 0) == 0) {
      runs = std::atol(argv[i] + 6);
    } else if (argument.rfind("-max_total_time=", 0) == 0) {
      seconds = std::atol(argv[i] + 16);
    } else if (argument.rfind("-seed=", 0) == 0) {
      seed = std::strtoull(argv[i] + 6, nullptr, 10);
    } else {
      for (std::string& input : ReadCorpus(argument)) {
        corpus.push_back(std::move(input));
      }
    }
  }
  if (corpus.empty()) {
    std::fputs("no corpus\n", stderr);
    return 2;
  }
  std::signal(SIGABRT, &KeepCurrentInput);
  std::signal(SIGSEGV, &KeepCurrentInput);
  for (const std::string& input : corpus) RunOne(input);
  Mutator mutator(corpus, seed);
  const auto end =
      std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  long done = 0;
  // With a time, as long as it lasts; else as many runs as asked for.
  while (seconds > 0 ? std::chrono::steady_clock::now() < end : done < runs) {
    RunOne(mutator.Next());
    ++done;
  }
  std::printf("%zu inputs of the corpus and %ld changed ones, no finding\n",
              corpus.size(), done);
  return 0;
}
