#include <catch2/catch.hpp>

#include <cctype>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "io/override_path.h"
#include "model/month.h"

using namespace resettle;

namespace {

std::string remedy(const std::string& path) {
  static const CatalogueIndex index(parameter_catalogue());
  return remedy_for_path(path, index);
}

TEST_CASE("a parameter that is gone is told by what took its place - not by a near name") {
  const auto& real = parameter_catalogue();
  const CatalogueIndex whole(real);
  for (const char* gone : {"distress.noise_sd", "household.dissaving_share"}) {
    INFO(gone);
    CHECK(whole.find(gone) == nullptr);
    const auto told = remedy_for_path(gone, whole);
    CHECK_THAT(told, Catch::StartsWith("remove it: "));
    // Whatever it names is there.
    std::istringstream words(told);
    for (std::string word; words >> word;) {
      while (!word.empty() && std::ispunct(static_cast<unsigned char>(word.back())))
        word.pop_back();
      if (word.find('.') != std::string::npos) CHECK(whole.find(word) != nullptr);
    }
  }
}

}  // namespace

TEST_CASE("a path of --set that is not whole is completed") {
  const std::string coverage = "did you mean 'policies.mentoring.coverage'?";
  for (const std::string path :
       {"mentoring.coverage", "mentoring.covrage", "mentorng.coverage",
        "policies/mentoring/coverage", "policies.mentoring:coverage",
        "parameters.policies.mentoring.coverage", "mentoring/coverage",
        ".policies.mentoring.coverage", "policies.mentoring.coverage.",
        "policies mentoring coverage", "Mentoring.Coverage", "policies.mentoring.covrage"}) {
    CAPTURE(path);
    CHECK(remedy(path) == coverage);
  }
}

TEST_CASE("a name that several parameters have asks which is meant") {
  const auto told = remedy("coverage");
  CHECK_THAT(told, Catch::StartsWith("did you mean one of ") && Catch::Contains(".coverage, ") &&
                       Catch::EndsWith(" more?"));
  CHECK(remedy("gain_slope") == "did you mean 'search.gain_slope'?");
}

TEST_CASE("a section is told what it has") {
  CHECK_THAT(remedy("policies.mentoring"),
             Catch::StartsWith("name one of its parameters: policies.mentoring."));
  CHECK_THAT(remedy("mentoring"), Catch::StartsWith("'policies.mentoring' is a section; name one"));
  CHECK_THAT(remedy("policies"), Catch::Contains(" more"));
}

TEST_CASE("what is like nothing is left to the list") {
  for (const std::string path : {"nonsense", "a.b.c", ".", ""}) {
    CAPTURE(path);
    CHECK_THAT(remedy(path), Catch::Contains("params'"));
  }
}
