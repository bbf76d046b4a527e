#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

/// A small nation under a scenario of the library, from 1995 to 2018.
std::unique_ptr<Lab> nation_under(const std::string& scenario) {
  const StudyPlan plan = read_study(std::string(RESETTLE_SOURCE_DIR "/scenarios/") + scenario,
                                    parameter_catalogue(), study_vocabulary());
  auto lab = std::make_unique<Lab>(plan);
  lab->begin(month_of(1995, 1), 0.05F);
  lab->advance(month_of(2018, 12));
  return lab;
}

/// Seats on boards alone lower risk and change nobody's life (limit V13): that is a change, too.
bool same_organisations(const World& one, const World& other) {
  for (std::size_t l = 0; l < one.localities(); ++l) {
    const auto& a = one.organisations[l];
    const auto& b = other.organisations[l];
    if (a.northern_seat != b.northern_seat || a.effect != b.effect ||
        a.dyads[0].risk != b.dyads[0].risk) {
      return false;
    }
  }
  return true;
}

TEST_CASE("every overlay of the library runs - and changes what happens") {
  const auto reference = nation_under("baseline.yaml");
  for (const auto& name : shipped_overlays()) {
    INFO(name);
    const auto lab = nation_under(name);
    const World& world = lab->world();
    CHECK(world.month == month_of(2018, 12));
    for (const auto& line : kLedger) CHECK(world.ledger.amount(line.line) >= 0);
    const World& law = reference->world();
    const bool same = same_persons(world.persons, law.persons) &&
                      same_bits(world.hosts.attitude, law.hosts.attitude) &&
                      same_organisations(world, law);
    const bool is_status_quo = name == "policies/status_quo.yaml" || name == "regimes/korea.yaml";
    CHECK(same == is_status_quo);
  }
}

}  // namespace
