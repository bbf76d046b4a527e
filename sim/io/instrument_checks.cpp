// Instruments that contradict themselves, or what stands elsewhere in the scenario.
#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include <fmt/format.h>

#include "io/scenario_checks.h"
#include "io/strict_text.h"

namespace resettle {
namespace {

std::string month_text(double month) { return value_text(month, ParameterKind::month); }

/// `paths` and those that say when and to whom the instrument is offered.
std::vector<std::string> with_offer_of(const std::string& section, std::vector<std::string> paths,
                                       bool has_coverage = true) {
  paths.push_back(section + ".on_from");
  paths.push_back(section + ".on_to");
  if (has_coverage) paths.push_back(section + ".coverage");
  return paths;
}

/// A seat on the board for an organisation that is not there.
void check_seats(Together& scenario) {
  const std::string section = "policies.ngo_partnership";
  const std::string seats = section + ".northern_seats";
  const auto paths = with_offer_of(section, {seats, "ngos.enabled", "ngos.northern_start"});
  if (!scenario.knows(paths)) return;
  for (const auto month : scenario.offered(section, paths)) {
    if (scenario.at(seats, month) == 0) continue;
    const double start = scenario.at("ngos.northern_start", month);
    if (scenario.at("ngos.enabled", month) == 0) {
      scenario.report(seats,
                      "a seat on the boards is given, but ngos.enabled is false: nobody is "
                      "there to take it",
                      "write ngos.enabled: true, or northern_seats: false");
      return;
    }
    if (month.index >= start) continue;
    scenario.report(
        seats,
        fmt::format(
            "a seat on the boards is given in {}, but North-led organisations exist from {}",
            to_string(month), month_text(start)),
        fmt::format("write {}.on_from: {} or later, or an earlier ngos.northern_start", section,
                    month_text(start)));
    return;
  }
}

/// A wage subsidy that begins or changes when the last who could claim it no longer can.
void check_ended_subsidy(Together& scenario) {
  const std::string section = "policies.wage_subsidy";
  const std::string stay = "policies.facility_program.months";
  const std::string last_arrival = section + ".last_arrival";
  const std::string window = section + ".window_months";
  const std::string running = section + ".applies_to_running";
  if (!scenario.knows(with_offer_of(section, {stay, last_arrival, window, running}))) return;
  const auto ended = [&](Month month) {
    const double last = scenario.at(last_arrival, month);
    if (last == kNoEnd || scenario.at(running, month) != 0) return false;
    const double in_facility = scenario.at(stay, Month{static_cast<std::int32_t>(last)});
    return month.index >= last + in_facility + scenario.at(window, month);
  };
  const auto report = [&](const std::string& path, const char* what, Month month) {
    scenario.report(
        path,
        fmt::format("the wage subsidy {} in {}, but nobody can claim it any more: it "
                    "is for arrivals to {}, in their first {} months outside the "
                    "facility",
                    what, to_string(month), month_text(scenario.at(last_arrival, month)),
                    number_text(scenario.at(window, month))),
        fmt::format("write a later {} (none = all later arrivals), or an earlier month",
                    last_arrival));
  };
  for (const auto month : scenario.offered(section, {section + ".coverage"})) {
    const auto& start = scenario.series(section + ".on_from");
    if (start.at(month) != month.index || !ended(month)) continue;
    report(section + ".on_from", "begins", month);
    return;
  }
  for (const char* key : {".share", ".cap_krw", ".first_year_cap_krw", ".months", ".coverage"}) {
    if (!scenario.knows({section + key})) continue;
    for (const auto& [month, value] : scenario.series(section + key).steps()) {
      if (month == kNever || value <= 0 || !ended(month)) continue;
      report(section + key, "changes", month);
      break;
    }
  }
}

/// What costs money for which no price is known. The instrument runs if all `sizes` are above 0.
void check_price(Together& scenario, const std::string& section,
                 const std::vector<std::string>& sizes, const std::string& cost_key) {
  const auto cost = section + cost_key;
  auto paths = with_offer_of(section, {cost});
  for (const auto& size : sizes) paths.push_back(section + size);
  if (!scenario.knows(paths)) return;
  for (const auto month : scenario.offered(section, paths)) {
    const bool runs = std::all_of(sizes.begin(), sizes.end(), [&](const std::string& size) {
      return scenario.at(section + size, month) > 0;
    });
    if (!runs || std::isfinite(scenario.at(cost, month))) continue;
    scenario.report(section + sizes.front(), fmt::format("this is above 0, but {} is none", cost),
                    fmt::format("write {} in KRW: no price is known, so you must give one", cost));
    return;
  }
}

/// Settings that do nothing by themselves: they were meant to be offered.
void check_coverage(Together& scenario) {
  for (const std::string path :
       {"self_employment_support.loan_krw", "self_employment_support.coaching",
        "ngo_partnership.northern_seats", "ngo_partnership.joint_funds_krw",
        "ngo_partnership.evaluation", "ngo_partnership.multi_year_staff",
        "ngo_partnership.partnership_training", "media_campaign.reach",
        "family_reunification.rate"}) {
    const auto size = "policies." + path;
    const auto coverage = size.substr(0, size.rfind('.')) + ".coverage";
    if (!scenario.knows({size, coverage}) || !scenario.ever_above_0(size)) continue;
    if (scenario.ever_above_0(coverage)) continue;
    scenario.report(size,
                    fmt::format("this is set, but {} is 0: it is offered to nobody", coverage),
                    fmt::format("write {} above 0 (1 = all who are eligible)", coverage));
  }
}

void check_budget(Together& scenario) {
  const std::string section = "policies.budget_split";
  const std::string total = section + ".total_krw";
  const std::vector<std::string> weights{section + ".employment_weight", section + ".mental_weight",
                                         section + ".community_weight"};
  auto paths = with_offer_of(section, weights, false);
  paths.push_back(total);
  if (!scenario.knows(paths)) return;
  for (const auto month : scenario.offered(section, paths)) {
    double sum = 0;
    for (const auto& weight : weights) sum += scenario.at(weight, month);
    if (scenario.at(total, month) <= 0 || sum > 0) continue;
    scenario.report(total, "a budget is to be split, but its three weights are 0",
                    "write a weight above 0 for employment, mental health or community, or "
                    "total_krw: 0 for no such budget");
    return;
  }
}

/// Accounts that are paid out before they have earned the match.
void check_accounts(Together& scenario) {
  const std::string least = "policies.matched_savings.min_months";
  const std::string most = "policies.matched_savings.max_months";
  if (!scenario.knows({least, most})) return;
  for (const auto month : scenario.steps({least, most})) {
    const double needed = scenario.at(least, month);
    const double longest = scenario.at(most, month);
    if (needed <= longest) continue;
    scenario.report(least,
                    fmt::format("the match needs {} months, but accounts are paid out after {}",
                                number_text(needed), number_text(longest)),
                    "write min_months no larger than max_months");
    return;
  }
}

/// A pilot without a group, and instruments for a group that does not exist.
void check_pilot(Together& scenario) {
  const std::string share = "pilot.share";
  const std::string from = "pilot.arrivals_from";
  const std::string to = "pilot.arrivals_to";
  if (!scenario.knows({share, from, to})) return;
  for (const auto month : scenario.steps({share, from, to})) {
    if (scenario.at(share, month) <= 0) continue;
    if (scenario.at(to, month) >= scenario.at(from, month)) continue;
    scenario.report(
        to,
        fmt::format("the group of the pilot ends with arrivals of {} but begins with {}",
                    month_text(scenario.at(to, month)), month_text(scenario.at(from, month))),
        "write a month that is not before pilot.arrivals_from");
    return;
  }
}

void check_pilot_only(Together& scenario) {
  const bool group = !scenario.knows({"pilot.share"}) || scenario.ever_above_0("pilot.share");
  for (const auto& only : scenario.ending_in(".pilot_only")) {
    const auto section = only.substr(0, only.rfind('.'));
    const auto coverage = section + ".coverage";
    if (!scenario.knows({only, coverage}) || !scenario.ever_above_0(only)) continue;
    if (!scenario.ever_above_0(coverage)) continue;
    const bool persons =
        section != "policies.media_campaign" && section != "policies.ngo_partnership";
    if (group && persons) continue;
    scenario.report(only,
                    persons ? "this is offered to the group of the pilot only, but pilot.share is 0"
                            : "this is not offered to persons, so nobody in the group of the pilot "
                              "can be given it",
                    persons ? "write pilot.share above 0 and the months of arrival of the group, "
                              "or pilot_only: false"
                            : "write pilot_only: false");
  }
}

/// A line for the same persons as one before it.
void report_twice(Together& scenario, const std::string& condition,
                  const std::vector<std::string>& lines) {
  for (std::size_t k = 1; k < lines.size(); ++k) {
    const auto path = line_path(condition, lines[k]);
    for (std::size_t before = 0; before < k; ++before) {
      const auto first = line_path(condition, lines[before]);
      if (!scenario.knows({path, first})) continue;
      if (scenario.series(path) != scenario.series(first)) continue;
      scenario.report(path,
                      fmt::format("nobody can come to the line '{}': '{}' before it has the same "
                                  "condition",
                                  lines[k], lines[before]),
                      "join the two, or give it another condition");
    }
  }
}

/// Lines that nobody can come to.
void check_lines(Together& scenario) {
  for (const auto& condition : scenario.ending_in(".eligible")) {
    const auto section = condition.substr(0, condition.rfind('.'));
    const auto lines = scenario.lines(section);
    if (lines.empty()) continue;
    const auto coverage = section + ".coverage";
    if (scenario.knows({coverage}) && !scenario.ever_above_0(coverage)) {
      scenario.report(
          line_path(condition, lines.front()),
          fmt::format("{} is 0: it is offered to nobody, whatever its lines say", coverage),
          fmt::format("write {} above 0 (1 = all who are eligible)", coverage));
    }
    for (std::size_t k = 0; k + 1 < lines.size(); ++k) {
      const auto path = line_path(condition, lines[k]);
      if (!scenario.knows({path}) || scenario.ever_above_0(path)) continue;
      scenario.report(path,
                      fmt::format("nobody can come to the line '{}': '{}' before it is for "
                                  "everybody",
                                  lines[k + 1], lines[k]),
                      "put the line for everybody last, or give it a condition");
      return;
    }
    report_twice(scenario, condition, lines);
  }
}

/// What a course may cost is set aside when it begins, on the terms of the instrument alone.
void check_lines_of_training(Together& scenario) {
  const std::string section = "policies.training_allowance";
  const auto cap = section + ".budget_krw_per_year";
  const std::string split = "policies.budget_split.total_krw";
  if (!scenario.knows({cap, split})) return;
  const auto& steps = scenario.series(cap).steps();
  const bool capped = std::any_of(steps.begin(), steps.end(),
                                  [](const auto& step) { return std::isfinite(step.second); });
  if (!capped && !scenario.ever_above_0(split)) return;
  for (const auto& line : scenario.lines(section)) {
    for (const char* key : {".stipend_krw", ".completion_krw", ".certificate_krw"}) {
      const auto path = line_path(section + key, line);
      if (scenario.find(path) == nullptr) continue;
      scenario.report(path, "a line of training with amounts of its own cannot have a budget",
                      fmt::format("write {} for all lines, or no budget", section + key));
      return;
    }
  }
}

/// A rule for releasing money that is not limited.
void check_caps(Together& scenario) {
  for (const auto& rule : scenario.ending_in(".budget_by_twelfths")) {
    const auto cap = rule.substr(0, rule.rfind('.')) + ".budget_krw_per_year";
    if (!scenario.knows({rule, cap}) || !scenario.ever_above_0(rule)) continue;
    const auto& steps = scenario.series(cap).steps();
    if (std::any_of(steps.begin(), steps.end(),
                    [](const auto& step) { return std::isfinite(step.second); })) {
      continue;
    }
    scenario.report(rule, fmt::format("this is true, but {} is none: there is no cap", cap),
                    fmt::format("write {} in KRW a year, or budget_by_twelfths: false", cap));
  }
}

}  // namespace

std::string instead_of_budget(const std::string& section) {
  const std::map<std::string, std::string> instead{
      {"policies.settlement_grant",
       "every unit is entitled to its grant: change basic_krw, coverage or capacity"},
      {"policies.housing",
       "every unit is entitled to a flat: change subsidy_krw, coverage or capacity"},
      {"policies.benefit_taper", "every household in need is entitled to it: change rate"},
      {"policies.self_employment_support",
       "nobody knows when a loan fails or how long a coach stays, so no yearly sum could be kept: "
       "limit the loans and coaches at one time by capacity"},
      {"policies.case_management",
       "its posts are its cost: change social_worker_share, caseload or capacity"},
      {"policies.ngo_partnership", "its budget is joint_funds_krw"},
      {"policies.budget_split", "its budget is total_krw"},
      {"policies.facility_program",
       "everybody is in the facility on arrival: change months or per_month_krw"}};
  const auto found = instead.find(section);
  return found == instead.end() ? "" : found->second;
}

void check_instruments(Together& scenario) {
  check_seats(scenario);
  check_ended_subsidy(scenario);
  check_price(scenario, "policies.media_campaign", {".reach", ".months"}, ".cost_per_reached_krw");
  check_price(scenario, "policies.family_reunification", {".rate"}, ".cost_krw");
  check_coverage(scenario);
  check_budget(scenario);
  check_accounts(scenario);
  check_pilot(scenario);
  check_pilot_only(scenario);
  check_caps(scenario);
  check_lines(scenario);
  check_lines_of_training(scenario);
}

}  // namespace resettle
