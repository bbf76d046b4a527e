#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/parallel.h"
#include "support/worlds.h"

// The number of simulated persons of each type every December, for the shipped baseline with a
// twentieth of the arrivals. The counts are exact for every compiler, build type and number of
// threads. When the model or its parameters have changed on purpose, renew the file and look at
// the difference before storing it:
//   RESETTLE_RENEW_GOLDEN=1 build/tests/tests_golden

namespace {

using namespace resettle;
using namespace resettle::testing;

constexpr const char* kFile = RESETTLE_SOURCE_DIR "/tests/golden/types.csv";

std::string types_by_year(bool parallel) {
  auto plan = small_study("settlement_subsidies", month_of(2012, 1), month_of(2025, 12), 0.05);
  keep_arms(plan, {});
  plan.start = month_of(1990, 1);
  const auto records = run_replicate(plan, 0, parallel);
  const TypeRecorder& types = records.arms.front().types;
  std::ostringstream text;
  text << "year,integration,isolation,acculturation,marginality,not_counted\n";
  for (std::size_t m = 11; m < types.months(); m += 12) {
    std::array<int, 5> count{};
    for (const auto type : types.month(m)) ++count[type];
    text << 1990 + m / 12;
    for (std::size_t type = 1; type < 5; ++type) text << ',' << count[type];
    text << ',' << count[0] << '\n';
  }
  return text.str();
}

TEST_CASE("types by year are those stored") {
  std::string now;
  with_threads(3, [&] { now = types_by_year(true); });
  CHECK(types_by_year(false) == now);
  if (std::getenv("RESETTLE_RENEW_GOLDEN") != nullptr) std::ofstream(kFile) << now;
  std::ifstream file(kFile);
  REQUIRE(file);
  std::stringstream stored;
  stored << file.rdbuf();
  CHECK(now == stored.str());
}

}  // namespace
