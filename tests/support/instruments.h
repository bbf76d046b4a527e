#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/small_world.h"

/// The small test world with those instruments of the program that can contradict each other.
namespace resettle::testing {

/// A parameter as it stands in the baseline.
struct Leaf {
  std::string path;
  std::string unit;
  std::string value;
  ParameterKind kind = ParameterKind::number;
  double maximum = 1e12;
};

/// An instrument as in the program, in force from 1990 on and offered to nobody.
inline void add_offer(std::vector<Leaf>& leaves, const std::string& policy,
                      const std::string& coverage) {
  using enum ParameterKind;
  for (const Leaf& leaf : std::vector<Leaf>{{".on_from", "month", "1990-01", month},
                                            {".on_to", "month", "none", month},
                                            {".coverage", "share", coverage, number, 1},
                                            {".capacity", "places", "none", capacity, 1e9},
                                            {".pilot_only", "switch", "false", flag, 1}}) {
    leaves.push_back(leaf);
    leaves.back().path = "policies." + policy + leaf.path;
  }
}

inline std::vector<Leaf> instruments() {
  using enum ParameterKind;
  std::vector<Leaf> leaves{
      {"ngos.enabled", "switch", "true", flag, 1},
      {"ngos.northern_start", "month", "2006-01", month},
      {"pilot.share", "share", "0", number, 1},
      {"pilot.arrivals_from", "month", "1990-01", month},
      {"pilot.arrivals_to", "month", "1990-01", month},
      {"policies.budget_split.employment_weight", "dimensionless", "72"},
      {"policies.budget_split.mental_weight", "dimensionless", "3"},
      {"policies.budget_split.community_weight", "dimensionless", "0"},
      {"policies.budget_split.total_krw", "KRW/year", "0"},
      {"policies.budget_split.on_from", "month", "1990-01", month},
      {"policies.budget_split.on_to", "month", "none", month},
      {"policies.facility_program.months", "months", "4"},
      {"policies.family_reunification.rate", "per month", "0", number, 1},
      {"policies.family_reunification.cost_krw", "KRW", "none", capacity},
      {"policies.matched_savings.min_months", "months", "24"},
      {"policies.matched_savings.max_months", "months", "48"},
      {"policies.media_campaign.reach", "share", "0", number, 1},
      {"policies.media_campaign.months", "months", "0"},
      {"policies.media_campaign.cost_per_reached_krw", "KRW", "none", capacity},
      {"policies.ngo_partnership.northern_seats", "switch", "false", flag, 1},
      {"policies.self_employment_support.loan_krw", "KRW", "0"},
      {"policies.wage_subsidy.share", "share", "0.5", number, 1},
      {"policies.wage_subsidy.months", "months", "48"},
      {"policies.wage_subsidy.window_months", "months", "60"},
      {"policies.wage_subsidy.last_arrival", "month", "2014-11", month},
      {"policies.wage_subsidy.applies_to_running", "switch", "false", flag, 1},
  };
  for (const char* policy : {"dialect_workshop", "family_reunification", "media_campaign",
                             "ngo_partnership", "self_employment_support"}) {
    add_offer(leaves, policy, "0");
  }
  add_offer(leaves, "wage_subsidy", "1");
  return leaves;
}

inline ParameterCatalogue catalogue_with_instruments() {
  auto catalogue = small_catalogue();
  for (const auto& leaf : instruments()) {
    const double minimum = leaf.kind == ParameterKind::month ? -400 : 0;
    catalogue.push_back({leaf.path, leaf.unit, "for the test", minimum, leaf.maximum, leaf.kind});
  }
  return catalogue;
}

/// The baseline of the small test world with the instruments; paths written out one by one.
inline std::string baseline_with_instruments() {
  std::map<std::string, std::string> sections;
  for (const auto& leaf : instruments()) {
    const auto dot = leaf.path.rfind('.');
    const bool policy = leaf.path.starts_with("policies.");
    const std::string indent = policy ? "    " : "  ";
    sections[leaf.path.substr(0, dot)] += indent + leaf.path.substr(dot + 1) +
                                          ": {value: " + leaf.value + ", unit: " + leaf.unit +
                                          ", status: fixed, source: A}\n";
  }
  std::string top;
  std::string text = kBaseline;
  for (const auto& [section, leaves] : sections) {
    if (section.starts_with("policies.")) {
      text += "  " + section.substr(section.find('.') + 1) + ":\n" + leaves;
    } else {
      top += section + ":\n" + leaves;
    }
  }
  return text.replace(text.find("policies:\n"), 0, top);
}

}  // namespace resettle::testing
