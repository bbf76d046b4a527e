#include <cstdlib>
#include <stdexcept>
#include <string>

#include "fuzz/outcomes.h"
#include "fuzz/targets.h"
#include "fuzz/worlds.h"
#include "io/scenario_notes.h"

namespace resettle::fuzz {

namespace {

/// What resolved_yaml writes must read back as the same values.
void check_resolved(const World& world, InputFiles& texts, const Scenario& scenario) {
  const auto file = scenario.files.front().parent_path() / "resolved.yaml";
  texts[input_name(file)] = resolved_yaml(scenario, world.catalogue);
  try {
    const auto again = read_scenario(file, world.catalogue, {}, {.kept = &texts});
    require(again.values().all() == scenario.values().all(), "a resolved scenario has changed");
  } catch (const InputError& error) {
    throw std::logic_error(std::string("a resolved scenario does not read back: ") + error.what());
  }
}

void read_file(const World& world, InputFiles& texts, const std::string& text) {
  const auto file = world.folder + "studies/input.yaml";
  texts[file] = text;
  const auto plan = read_study(file, world.catalogue, world.vocabulary, {}, {.kept = &texts});
  notes_on(plan, world.catalogue, {.kept = &texts});
  for (const auto& arm : plan.arms) check_resolved(world, texts, arm.scenario);
}

void read_setting(const World& world, InputFiles& texts, const std::string& setting) {
  const auto equals = setting.find('=');
  if (equals == std::string::npos) return;  // refused by the command line itself
  const Override change{setting.substr(0, equals), setting.substr(equals + 1)};
  check_resolved(
      world, texts,
      read_scenario(world.folder + "baseline.yaml", world.catalogue, {change}, {.kept = &texts}));
}

}  // namespace

int yaml(Bytes input) {
  static const bool shipped = std::getenv("RESETTLE_FUZZ_SHIPPED") != nullptr;
  static const World world = shipped ? shipped_files() : small_files();
  const std::string text(input.begin(), input.end());
  InputFiles texts = world.files;
  return only_input_errors([&] {
    const std::string set = "--set ";
    if (text.starts_with(set)) {
      read_setting(world, texts, text.substr(set.size()));
    } else {
      read_file(world, texts, text);
    }
  });
}

}  // namespace resettle::fuzz
