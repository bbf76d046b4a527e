#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>

#include "support/text_files.h"

// tests/consistency/claims.csv says where the program carries each claim of the source literature
// and which tests look for it. A test that is renamed or deleted must not leave a claim untested.

namespace {

using resettle::testing::text_of;
namespace fs = std::filesystem;

std::set<std::string> test_names() {
  std::set<std::string> names;
  const std::regex test_case("TEST_CASE\\(\\s*\"([^\"]+)\"");
  for (const auto& entry : fs::recursive_directory_iterator(RESETTLE_SOURCE_DIR "/tests")) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string text = text_of(entry.path());
    for (std::sregex_iterator it(text.begin(), text.end(), test_case), end; it != end; ++it) {
      names.insert((*it)[1]);
    }
  }
  return names;
}

TEST_CASE("every claim of the literature names tests that exist") {
  const auto names = test_names();
  REQUIRE(names.size() > 200);
  std::istringstream table(text_of(RESETTLE_SOURCE_DIR "/tests/consistency/claims.csv"));
  std::string line;
  std::getline(table, line);
  REQUIRE(line == "source,claim,element,tests");
  int claims = 0;
  while (std::getline(table, line)) {
    ++claims;
    INFO(line);
    const auto last = line.rfind(',');
    REQUIRE(last != std::string::npos);
    std::istringstream tests(line.substr(last + 1));
    std::string test;
    int named = 0;
    while (std::getline(tests, test, '|')) {
      INFO("test: " << test);
      CHECK(names.contains(test));
      ++named;
    }
    CHECK(named > 0);
  }
  CHECK(claims == 22);
}

}  // namespace
