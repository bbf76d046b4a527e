#include "study/month.h"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "policies/employment_incentive.h"
#include "policies/mentoring.h"
#include "policies/settlement_grant.h"
#include "policies/wage_subsidy.h"
#include "processes/adjustment.h"
#include "processes/arrivals.h"
#include "processes/contact.h"
#include "processes/exits.h"
#include "processes/facility.h"
#include "processes/families.h"
#include "processes/finding.h"
#include "processes/fraud.h"
#include "processes/host_attitudes.h"
#include "processes/household_money.h"
#include "processes/job_quality.h"
#include "processes/livelihood_benefit.h"
#include "processes/mind.h"
#include "processes/school.h"
#include "processes/search.h"
#include "processes/separation.h"
#include "processes/skills.h"
#include "processes/social_ties.h"
#include "processes/wages.h"

namespace resettle {

std::vector<MonthEntry> the_month() {
  std::vector<MonthEntry> month;
  const auto add = [&](int step, const char* title, std::unique_ptr<Process> process) {
    month.push_back({step, title, std::move(process)});
  };
  // The order is part of the model (MODEL 5). Step 1, inputs and dated parameters, is the engine's.
  add(2, "arrivals, facility exits, entitlements", host_attitudes::creation());
  add(2, "arrivals, facility exits, entitlements", arrivals::process());
  add(2, "arrivals, facility exits, entitlements", facility::process());
  add(2, "arrivals, facility exits, entitlements", facility::residence());
  add(2, "arrivals, facility exits, entitlements", school::process());
  add(3, "household events", families::process());
  add(4, "institutions and rationed places", mentoring::matching());
  add(4, "institutions and rationed places", wage_subsidy::offers());
  add(5, "ties end, then form", social_ties::dissolution());
  add(5, "ties end, then form", social_ties::formation());
  add(6, "contact, discrimination, host attitudes", contact::process());
  add(6, "contact, discrimination, host attitudes", host_attitudes::process());
  add(7, "money", settlement_grant::process());
  add(7, "money", employment_incentive::process());
  add(7, "money", wage_subsidy::payment());
  add(7, "money", mentoring::cost());
  add(7, "money", household_money::pooling());
  add(7, "money", livelihood_benefit::process());
  add(7, "money", household_money::income());
  add(7, "money", household_money::saving());
  add(7, "money", fraud::process());
  add(8, "skills and self-confidence", skills::process());
  add(9, "mind and belonging", mind::ptsd());
  add(9, "mind and belonging", mind::distress());
  add(9, "mind and belonging", mind::belonging());
  add(10, "labour", separation::process());
  add(10, "labour", job_quality::upgrade());
  add(10, "labour", search::process());
  add(10, "labour", finding::process());
  add(10, "labour", job_quality::hiring());
  add(10, "labour", wage_subsidy::start());
  add(11, "wages for next month", wages::process());
  add(12, "exits", exits::process());
  add(13, "scores and types", adjustment::process());
  return month;
}

ParameterCatalogue parameter_catalogue() {
  std::map<std::string, ParameterSpec> owned;
  std::map<std::string, std::string> owner;
  std::vector<std::string> borrowed_paths;
  for (const auto& entry : the_month()) {
    const std::string& name = entry.process->description().name;
    for (const auto& [spec, is_borrowed] : entry.process->parameters()) {
      if (is_borrowed) {
        borrowed_paths.push_back(spec.path);
        continue;
      }
      const auto [known, is_new] = owned.try_emplace(spec.path, spec);
      // Several entries of one file share a table; two files must not describe one parameter.
      if (!is_new && known->second.meaning != spec.meaning) {
        throw std::logic_error("two processes own parameter " + spec.path + ": " +
                               owner[spec.path] + " and " + name);
      }
      owner.try_emplace(spec.path, name);
    }
  }
  for (const auto& path : borrowed_paths) {
    if (!owned.contains(path)) throw std::logic_error("nobody owns parameter " + path);
  }
  ParameterCatalogue catalogue{
      {"ledger.discount_rate", "per year", "discounting of costs in the comparison", 0, 1}};
  for (const auto& [path, spec] : owned) catalogue.push_back(spec);
  std::sort(catalogue.begin(), catalogue.end(),
            [](const ParameterSpec& a, const ParameterSpec& b) { return a.path < b.path; });
  return catalogue;
}

}  // namespace resettle
