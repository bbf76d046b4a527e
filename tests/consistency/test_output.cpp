#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "support/text_files.h"

// What is printed goes through the few places that show controls as escapes.

namespace {

using resettle::testing::text_of;
namespace fs = std::filesystem;

TEST_CASE("the terminal is written to in few places") {
  const fs::path root = fs::path(RESETTLE_SOURCE_DIR) / "sim";
  const std::string allowed = "standard_output.h standard_error.h";
  for (const auto& entry : fs::recursive_directory_iterator(root)) {
    const auto name = entry.path().filename().string();
    if (!entry.is_regular_file() || name.ends_with(".md")) continue;
    if (allowed.find(name) != std::string::npos) continue;
    const auto text = text_of(entry.path());
    INFO(entry.path());
    for (const char* way : {"fmt::print(", "std::cout", "std::cerr", "std::puts", "std::printf",
                            "std::fputs", "std::fwrite", "std::fprintf"}) {
      CHECK(text.find(way) == std::string::npos);
    }
    if (name != "run_report.cpp") CHECK(text.find("tell_terminal(") == std::string::npos);
  }
}

}  // namespace
