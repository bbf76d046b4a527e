#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "core/errors.h"
#include "model/month.h"
#include "population/persons.h"
#include "study/explain_model.h"

namespace {

using namespace resettle;

const std::filesystem::path kModelText =
    std::filesystem::path(RESETTLE_SOURCE_DIR) / "sim" / "MODEL.md";

std::string model_text() {
  std::ifstream stream(kModelText);
  REQUIRE(stream);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

Scenario baseline() {
  return read_scenario(std::filesystem::path(RESETTLE_SOURCE_DIR) / "scenarios" / "baseline.yaml",
                       parameter_catalogue());
}

// After a change of the model: RESETTLE_RENEW_GOLDEN=1 build/tests/tests_consistency, then read the
// difference.
TEST_CASE("the description of the model says what the program does") {
  const std::string now = with_model_blocks(model_text(), baseline());
  if (std::getenv("RESETTLE_RENEW_GOLDEN") != nullptr) std::ofstream(kModelText) << now;
  const bool same = model_text() == now;
  INFO("the blocks differ: see RESETTLE_RENEW_GOLDEN in tests/consistency/test_model_text.cpp");
  CHECK(same);
}

TEST_CASE("every column of a person stands in the description once and in a group") {
  const std::string states = model_block("states", baseline()).markdown;
  CHECK(states.starts_with("**Fixed at arrival**"));
  for (const auto& column : person_dictionary()) {
    const std::string row = "| `" + std::string(column.name) + "` |";
    INFO(row);
    const auto at = states.find(row);
    REQUIRE(at != std::string::npos);
    CHECK(states.find(row, at + 1) == std::string::npos);
  }
  for (const char* group : {"**Work**", "**Exposure to policies**", "**Adjustment**"}) {
    CHECK(states.find(group) != std::string::npos);
  }
}

TEST_CASE("old content of a block gives way to the present one") {
  const Scenario scenario = baseline();
  std::string text = "Before.\n";
  for (const auto& name : model_block_names()) {
    text += "<!-- generated: " + name + " -->\nold\n<!-- end of generated: " + name + " -->\n";
  }
  text += "After.\n";
  const std::string renewed = with_model_blocks(text, scenario);
  CHECK(renewed.find("old\n") == std::string::npos);
  CHECK(renewed.starts_with("Before.\n"));
  CHECK(renewed.ends_with("After.\n"));
  CHECK(with_model_blocks(renewed, scenario) == renewed);
}

TEST_CASE("missing markers and unknown blocks are mistakes of whoever wrote the text") {
  const Scenario scenario = baseline();
  CHECK_THROWS_AS(with_model_blocks("nothing here\n", scenario), InputError);
  CHECK_THROWS_AS(with_model_blocks("<!-- generated: recipes -->\n", scenario), InputError);
  CHECK_THROWS_AS(model_block("recipes", scenario), InputError);
}

}  // namespace
