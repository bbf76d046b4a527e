#include "support/entries.h"

// Effects that can be switched off. At its neutral value an effect is exactly absent: an instrument
// all of whose effects are neutral is the reference in every column that it does not itself write,
// and one whose effects are not changes something in somebody's life.

namespace {

using namespace resettle;
using namespace resettle::testing;

/// The entries of the month that an instrument consists of.
const std::map<std::string, std::vector<std::string>> kInstruments{
    {"case_management", {"case officers", "case management cost"}},
    {"counselling", {"counselling"}},
    {"credential_recognition", {"credential recognition"}},
    {"dialect_workshop", {"dialect workshop"}},
    {"employment_incentive", {"employment incentive"}},
    {"family_reunification", {"family reunification"}},
    {"housing", {"housing"}},
    {"matched_savings", {"matched savings"}},
    {"media_campaign", {"media campaign"}},
    {"mentoring", {"mentoring", "mentoring cost"}},
    {"ngo_partnership", {"organisations"}},
    {"self_employment_support", {"self-employment support", "business coaching cost"}},
    {"settlement_grant", {"settlement grant"}},
    {"training_allowance", {"training allowance offers", "training allowance payment"}},
    {"trauma_therapy", {"trauma therapy"}},
    {"wage_subsidy",
     {"wage subsidy offers", "wage subsidy award", "wage subsidy start", "wage subsidy payment"}},
};

std::set<std::string> written_by(const std::vector<std::string>& entries) {
  std::set<std::string> columns;
  std::size_t found = 0;
  for (const auto& entry : the_month()) {
    const auto& description = entry.process->description();
    if (std::find(entries.begin(), entries.end(), description.name) == entries.end()) continue;
    ++found;
    columns.insert(description.writes.begin(), description.writes.end());
  }
  REQUIRE(found == entries.size());
  return columns;
}

/// What the instrument does when everybody is offered it: the columns and parts of society that
/// differ from a world in which nobody is, and are not written by the instrument itself.
std::set<std::string> changed_by(const std::string& instrument, bool neutral) {
  const auto world_with = [&](double coverage) {
    auto lab = std::make_unique<Lab>();
    make_small(*lab);
    lab->set({{"policies.family_reunification.rate", 0.05},
              {"policies.family_reunification.cost_krw", 1e6},
              {"policies.media_campaign.cost_per_reached_krw", 100},
              {"boards.minimum_defectors", 1},
              {"policies.case_management.social_worker_share", 1},
              {"policies.media_campaign.reach", 0.5},
              {"policies.media_campaign.months", 600},
              {"policies.self_employment_support.loan_krw", 2e7},
              {"policies.self_employment_support.coaching", 1},
              {"policies.ngo_partnership.joint_funds_krw", 1e10},
              {"policies.ngo_partnership.partnership_training", 1},
              {"policies.matched_savings.first_arrival", -400}});
    if (neutral) {
      for (const auto& spec : parameter_catalogue()) {
        if (spec.instrument == instrument) lab->values.set(spec.path, Series(*spec.neutral));
      }
      // What a public flat does is told by what a private one does: that is there without it.
      for (const char* path :
           {"housing.rent_gap_share", "housing.move_rate", "housing.move_rate_public",
            "search.housing_effect", "distress.public_rental_effect"}) {
        if (instrument == "housing") lab->values.set(path, Series(0));
      }
    }
    lab->values.set("policies." + instrument + ".coverage", Series(coverage));
    lab->values.set("policies." + instrument + ".on_from", Series(month_of(2003, 1).index));
    lab->values.set("policies." + instrument + ".on_to", Series(kNoEnd));
    lab->begin(month_of(2000, 1));
    lab->advance(month_of(2008, 12));
    return lab;
  };
  const auto without = world_with(0);
  const auto with = world_with(1);
  std::set<std::string> changed = differences(without->world(), with->world());
  for (const auto& column : written_by(kInstruments.at(instrument))) changed.erase(column);
  return changed;
}

TEST_CASE("a neutral value is one that the parameter may have") {
  std::size_t effects = 0;
  for (const auto& spec : parameter_catalogue()) {
    if (!spec.neutral) continue;
    ++effects;
    INFO(spec.path);
    const bool no_limit = spec.kind == ParameterKind::capacity && *spec.neutral == kNoLimit;
    CHECK((no_limit || (*spec.neutral >= spec.minimum && *spec.neutral <= spec.maximum)));
  }
  CHECK(effects > 200);
}

TEST_CASE("an instrument whose effects are neutral changes nobody's life") {
  for (const auto& [instrument, entries] : kInstruments) {
    INFO(instrument);
    CHECK(changed_by(instrument, true) == std::set<std::string>{});
  }
}

TEST_CASE("an instrument changes something in somebody's life") {
  for (const auto& [instrument, entries] : kInstruments) {
    INFO(instrument);
    CHECK(changed_by(instrument, false) != std::set<std::string>{});
  }
}

}  // namespace
