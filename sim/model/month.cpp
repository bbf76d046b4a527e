#include "model/month.h"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>
#include <utility>

#include "model/paths.h"
#include "policies/budget_caps.h"
#include "policies/budget_split.h"
#include "policies/case_officers.h"
#include "policies/counselling.h"
#include "policies/credential_recognition.h"
#include "policies/dialect_workshop.h"
#include "policies/employment_incentive.h"
#include "policies/facility_cost.h"
#include "policies/family_reunification.h"
#include "policies/housing.h"
#include "policies/matched_savings.h"
#include "policies/media_campaign.h"
#include "policies/mentoring.h"
#include "policies/ngos.h"
#include "policies/pilot.h"
#include "policies/self_employment_support.h"
#include "policies/settlement_grant.h"
#include "policies/training_allowance.h"
#include "policies/trauma_therapy.h"
#include "policies/wage_subsidy.h"
#include "processes/adjustment.h"
#include "processes/arrivals.h"
#include "processes/contact.h"
#include "processes/distress.h"
#include "processes/exits.h"
#include "processes/facility.h"
#include "processes/families.h"
#include "processes/finding.h"
#include "processes/fraud.h"
#include "processes/host_attitudes.h"
#include "processes/household_income.h"
#include "processes/household_money.h"
#include "processes/job_quality.h"
#include "processes/livelihood_benefit.h"
#include "processes/mind.h"
#include "processes/moves.h"
#include "processes/resocialization.h"
#include "processes/school.h"
#include "processes/search.h"
#include "processes/self_employment.h"
#include "processes/separation.h"
#include "processes/skills.h"
#include "processes/social_ties.h"
#include "processes/tie_endings.h"
#include "processes/training.h"
#include "processes/wages.h"

namespace resettle {

std::vector<MonthEntry> the_month() {
  std::vector<MonthEntry> month;
  int number = 0;
  const char* title = "";
  const auto begin_step = [&](int step, const char* its_title) {
    number = step;
    title = its_title;
  };
  const auto add = [&](std::unique_ptr<Process> process) {
    month.push_back({number, title, std::move(process)});
  };
  // The order is part of the model (MODEL 5). Step 1, inputs and dated parameters, is the engine's.
  begin_step(2, "arrivals, facility exits, entitlements");
  add(budget_caps::process());
  add(host_attitudes::creation());
  add(arrivals::process());
  add(facility::process());
  add(facility::residence());
  add(school::process());
  add(pilot::process());
  add(credential_recognition::process());
  add(case_officers::process());

  begin_step(3, "household events");
  add(families::process());
  add(family_reunification::process());

  begin_step(4, "institutions and rationed places");
  add(budget_split::process());
  add(ngos::process());
  add(mentoring::matching());
  add(counselling::process());
  add(trauma_therapy::process());
  add(dialect_workshop::process());
  add(media_campaign::process());
  add(training_allowance::offers());
  add(self_employment_support::offers());
  add(wage_subsidy::offers());

  begin_step(5, "moves; ties end, then form");
  add(moves::process());
  add(tie_endings::process());
  add(social_ties::process());

  begin_step(6, "contact, discrimination, host attitudes");
  add(contact::process());
  add(host_attitudes::process());

  begin_step(7, "money");
  add(settlement_grant::process());
  add(housing::process());
  add(employment_incentive::process());
  add(training_allowance::payment());
  add(wage_subsidy::payment());
  add(self_employment_support::payment());
  add(mentoring::cost());
  add(case_officers::cost());
  add(facility_cost::process());
  add(household_money::pooling());
  add(livelihood_benefit::process());
  add(household_income::process());
  add(household_money::saving());
  add(matched_savings::process());
  add(fraud::process());

  begin_step(8, "skills, self-confidence, resocialization");
  add(skills::process());
  add(resocialization::process());

  begin_step(9, "mind and belonging");
  add(mind::ptsd());
  add(distress::process());
  add(mind::belonging());

  begin_step(10, "labour");
  add(separation::process());
  add(job_quality::upgrade());
  add(self_employment::moves());
  add(search::process());
  add(finding::process());
  add(wage_subsidy::award());
  add(job_quality::hiring());
  add(wage_subsidy::start());
  add(training::process());
  add(self_employment::entry());

  begin_step(11, "wages for next month");
  add(wages::process());

  begin_step(12, "exits");
  add(exits::process());

  begin_step(13, "scores and types");
  add(adjustment::process());
  return month;
}

std::vector<std::unique_ptr<Process>> month_processes() {
  std::vector<std::unique_ptr<Process>> processes;
  for (auto& entry : the_month()) processes.push_back(std::move(entry.process));
  return processes;
}

namespace {

ParameterCatalogue make_catalogue() {
  std::map<std::string, ParameterSpec> owned;
  std::map<std::string, std::string> owner;
  std::vector<std::string> borrowed_paths;
  std::map<std::string, std::set<std::string>> written;  // by those who read the parameter
  const auto month = the_month();
  for (const auto& entry : month) {
    const Description& about = entry.process->description();
    for (const auto& [spec, is_borrowed] : entry.process->parameters()) {
      written[spec.path].insert(about.writes.begin(), about.writes.end());
      if (is_borrowed) {
        borrowed_paths.push_back(spec.path);
        continue;
      }
      const auto [known, is_new] = owned.try_emplace(spec.path, spec);
      // Several entries of one file share a table; two files must not describe one parameter.
      if (!is_new && known->second.meaning != spec.meaning) {
        throw std::logic_error("two processes own parameter " + spec.path + ": " +
                               owner[spec.path] + " and " + about.name);
      }
      owner.try_emplace(spec.path, about.name);
    }
  }
  const Paths paths(month);
  std::map<std::set<std::string>, std::set<std::string>> moved_by;  // most share what is written
  for (auto& [path, spec] : owned) {
    const auto [known, is_new] = moved_by.try_emplace(written.at(path));
    auto& moved = known->second;
    if (is_new) moved = paths.from(written.at(path));
    for (const auto& info : kPlaceInfo) moved.erase(std::string(info.begun));  // counts, no effect
    if (!moved.contains("adjustment_type")) spec.moves_only.emplace(moved.begin(), moved.end());
  }
  for (const auto& path : borrowed_paths) {
    if (!owned.contains(path)) throw std::logic_error("nobody owns parameter " + path);
    owned.at(path).acts = ActsWhen::always;  // who borrows it may not ask whether it is offered
  }
  const auto without = [](ParameterSpec spec, double neutral) {
    spec.neutral = neutral;
    return spec;
  };
  ParameterCatalogue catalogue{
      {"arrivals.projection_per_year", "persons/year",
       "arrivals in each year after the last one of the arrivals table", 0, 12e6,
       ParameterKind::integer},
      {"arrivals.projection_women", "share", "women among them", 0, 1},
      without(
          {"projection.income_growth", "per year",
           "host wage, minimum wage, benefit line and median income after the tables", -0.5, 0.5},
          0),
      without(
          {"projection.price_growth", "per year", "consumer prices after the tables", -0.5, 0.5},
          0),
      {"projection.unemployment", "percent", "unemployment of hosts after the tables", 0, 100},
      without({"ledger.discount_rate", "per year", "discounting of costs in the comparison", 0, 1,
               ParameterKind::number, ActsWhen::after_run},
              0),
      without({"ledger.displacement_share", "share",
               "jobs gained that others would have had; applied in the comparison", 0, 1,
               ParameterKind::number, ActsWhen::after_run},
              0),
      {"scores.impulse_threshold", "SD",
       "mean distress of a year above which a survey finds suicidal impulses", -5, 5},
      {"support.ill_strong", "helpers", "a strong tie stands for when a survey asks about illness",
       0, 10},
      {"support.ill_ordinary", "helpers", "an ordinary tie stands for then", 0, 10},
      {"support.money_strong", "helpers",
       "a strong tie stands for when a survey asks about a large sum", 0, 10},
      {"support.money_ordinary", "helpers", "an ordinary tie stands for then", 0, 10}};
  for (const auto& [path, spec] : owned) catalogue.push_back(spec);
  std::sort(catalogue.begin(), catalogue.end(),
            [](const ParameterSpec& a, const ParameterSpec& b) { return a.path < b.path; });
  return catalogue;
}

}  // namespace

const ParameterCatalogue& parameter_catalogue() {
  static const ParameterCatalogue catalogue = make_catalogue();
  return catalogue;
}

}  // namespace resettle
