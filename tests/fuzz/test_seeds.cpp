#include <catch2/catch.hpp>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "fuzz/small_study.h"
#include "fuzz/targets.h"
#include "fuzz/worlds.h"
#include "io/strict_text.h"
#include "results/study_results.h"
#include "study_file/existing_study.h"
#include "support/study_files.h"

// What the fuzzer starts from, in every build: each seed is read or refused, nothing else.

namespace {

using namespace resettle;
namespace fs = std::filesystem;

struct Target {
  std::string name;
  int (*run)(fuzz::Bytes);
};

const Target kTargets[] = {
    {"yaml", fuzz::yaml}, {"tables", fuzz::tables}, {"study_file", fuzz::study_file}};

std::vector<fs::path> seeds_of(const Target& target) {
  std::vector<fs::path> files;
  for (const auto& entry :
       fs::directory_iterator(RESETTLE_SOURCE_DIR "/tests/fuzz/corpus/" + target.name)) {
    files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void run(const Target& target, const std::vector<std::uint8_t>& input) {
  const auto before = std::clock();
  CHECK_NOTHROW(target.run(input));
  CHECK((std::clock() - before) / CLOCKS_PER_SEC < 5);
}

TEST_CASE("every seed is read or refused") {
  for (const auto& target : kTargets) {
    const auto seeds = seeds_of(target);
    CHECK_FALSE(seeds.empty());
    for (const auto& seed : seeds) {
      INFO(seed.string());
      std::ifstream stream(seed, std::ios::binary);
      const std::istreambuf_iterator<char> bytes(stream);
      run(target, std::vector<std::uint8_t>(bytes, {}));
    }
  }
}

TEST_CASE("a study file with one wrong object is read or refused") {
  constexpr std::uint8_t kObjects = 80;  // more than the file has
  for (std::uint8_t object = 0; object < kObjects; ++object) {
    // Left out, of another type, and one of: shorter, longer, other values or dimensions,
    // unchunked.
    for (const int deviation : {1, 2, 3 + object % 5}) {
      INFO("object " << int{object} << ", deviation " << deviation);
      std::vector<std::uint8_t> input(object + 3U, 0);
      input[0] = static_cast<std::uint8_t>(object + 2);
      input[object + 1U] = static_cast<std::uint8_t>(deviation);
      input[object + 2U] = static_cast<std::uint8_t>(object % 16);
      run(kTargets[2], input);
    }
  }
}

// If these were refused, the seeds would test little.
TEST_CASE("the inputs that are changed are right as they are") {
  for (const auto& world : {fuzz::small_files(), fuzz::shipped_files()}) {
    CHECK_NOTHROW(
        read_scenario(world.folder + "baseline.yaml", world.catalogue, {}, {.kept = &world.files}));
  }
  const auto world = fuzz::small_files();
  const auto plan = read_study("small/studies/small.yaml", world.catalogue, world.vocabulary, {},
                               {.kept = &world.files});
  CHECK(plan.arms.size() == 3);
  const testing::TemporaryFolder folder("small_study");
  fuzz::write_small_study(folder / "study.h5", fuzz::Choices({}));
  const ExistingStudy study(folder / "study.h5");
  CHECK(study.read("law", 1).digests.size() == 6);
  CHECK(study.source().inputs.size() == 2);
  const StudyResults results(folder / "study.h5");
  CHECK(results.describe().arms.size() == 1);
  CHECK(results.at_end("employment_rate", "doubled").size() == 2);
}

}  // namespace
