#pragma once

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace resettle::testing {

/// The text of a file of the repository, which must be there.
inline std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  INFO(file);
  REQUIRE(stream);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

}  // namespace resettle::testing
