#include "fuzz/worlds.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include "model/month.h"
#include "model/vocabulary.h"
#include "support/instruments.h"

namespace resettle::fuzz {

namespace {

struct Projected {
  ParameterSpec spec;
  const char* value;
};

/// What the years after the tables are made from; without it nothing is projected.
const Projected kProjection[] = {
    {{"arrivals.projection_per_year", "persons/year", "persons", 0, 1e6}, "2000"},
    {{"arrivals.projection_women", "share", "women", 0, 1}, "0.85"},
    {{"projection.income_growth", "per year", "growth", -0.5, 0.5}, "0.03"},
    {{"projection.price_growth", "per year", "growth", -0.5, 0.5}, "0.02"},
    {{"projection.unemployment", "percent", "of hosts", 0, 100}, "2.8"}};

std::string baseline() {
  std::string text = testing::baseline_with_instruments();
  std::string sections[2];  // arrivals, projection
  for (const auto& [spec, value] : kProjection) {
    const auto dot = spec.path.find('.');
    sections[spec.path.starts_with("projection")] += "  " + spec.path.substr(dot + 1) +
                                                     ": {value: " + value + ", unit: " + spec.unit +
                                                     ", status: fixed, source: A}\n";
  }
  const std::string arrivals = "\narrivals:\n";
  text.insert(text.find(arrivals) + arrivals.size(), sections[0]);
  return text + "projection:\n" + sections[1];
}

}  // namespace

World small_files() {
  World world{"small/", {}, testing::catalogue_with_instruments(), testing::small_vocabulary()};
  for (const auto& [spec, value] : kProjection) world.catalogue.push_back(spec);
  for (const auto& [name, text] : testing::small_world()) world.files["small/" + name] = text;
  world.files["small/baseline.yaml"] = baseline();
  return world;
}

World shipped_files() {
  namespace fs = std::filesystem;
  const fs::path folder = RESETTLE_SOURCE_DIR "/scenarios";
  World world{"scenarios/", {}, parameter_catalogue(), study_vocabulary()};
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    const auto ending = entry.path().extension();
    if (ending != ".yaml" && ending != ".csv") continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    const auto name = entry.path().lexically_relative(folder).generic_string();
    world.files[world.folder + name] = {std::istreambuf_iterator<char>(stream),
                                        std::istreambuf_iterator<char>()};
  }
  return world;
}

}  // namespace resettle::fuzz
