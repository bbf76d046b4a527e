#include <catch2/catch.hpp>

#include <string>

#include "io/near_file.h"
#include "unit/scenario_files.h"

using namespace resettle;
using namespace resettle::testing;

namespace {

const Endings kScenarios{".yaml", ".yml"};
const Endings kStudies{".h5"};

/// What is found for a missing file, from the folder on; "" for nothing.
std::string found(const ScenarioFiles& files, const std::string& missing, const Endings& endings) {
  const auto near = near_file(files.path(missing), endings);
  return near.empty() ? "" : near.lexically_relative(files.path("")).string();
}

}  // namespace

TEST_CASE("a file that is not there is looked for under names that are alike") {
  const ScenarioFiles files;
  files.write("policies/정착 지원.yml", "");
  for (const auto& [missing, meant] : std::vector<std::pair<std::string, std::string>>{
           {"policies/doubled", "policies/doubled.yaml"},
           {"policies/doubled.yml", "policies/doubled.yaml"},
           {"policies/doubled.h5", "policies/doubled.yaml"},
           {"policies/doubled.yam", "policies/doubled.yaml"},
           {"policies/doubledyaml", "policies/doubled.yaml"},
           {"policies/dubled.yaml", "policies/doubled.yaml"},
           {"policies/Doubled.YAML", "policies/doubled.yaml"},
           {"policies/lump-sum.yml", "policies/lump_sum.yaml"},
           {"policies/정착지원.yaml", "policies/정착 지원.yml"},
           {"policys/doubled.yaml", "policies/doubled.yaml"},
           {"policys/doubld", "policies/doubled.yaml"},
           {"basline.yaml", "baseline.yaml"},
           {"nothing/like/it.yaml", ""},
           {"policies/quite_another.yaml", ""},
           {"baseline.yaml/x.yaml", ""}}) {
    CAPTURE(missing);
    CHECK(found(files, missing, kScenarios) == meant);
  }
}

TEST_CASE("only files of the kind that is wanted are meant") {
  const ScenarioFiles files;
  files.write("study.yaml", "");
  files.write("study.h5.progress", "");
  files.write("results.h5", "");
  CHECK(found(files, "results.yaml", kStudies) == "results.h5");
  CHECK(found(files, "results", kStudies) == "results.h5");
  CHECK(found(files, "study.yml", kScenarios) == "study.yaml");
  CHECK(found(files, "studdy.h5", kStudies) == "study.h5");  // not finished; that is said next
  CHECK(found(files, "results.yaml", kScenarios).empty());
  std::filesystem::create_directory(files.path("folder.h5"));
  CHECK(found(files, "foldr.h5", kStudies).empty());
}

TEST_CASE("a remedy says which file or what to look at") {
  const ScenarioFiles files;
  CHECK_THAT(missing_file_remedy(files.path("basline.yaml"), kScenarios),
             Catch::Contains("did you mean '") && Catch::Contains("/baseline.yaml'?"));
  CHECK(missing_file_remedy(files.path("other.yaml"), kScenarios) ==
        "check the name and the folder");
}
