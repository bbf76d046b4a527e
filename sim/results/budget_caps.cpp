#include "results/budget_caps.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/errors.h"
#include "engine/budgets.h"
#include "io/yaml.h"
#include "policies/budget_caps.h"
#include "results/estimate_json.h"
#include "results/text_layout.h"

namespace resettle {

namespace {

const Series kNoCap(std::numeric_limits<double>::infinity());

/// A value of a resolved scenario: one for all months, or by month.
Series read_series(const YamlNode& value, ProblemList& problems) {
  const auto one = [&](const YamlNode& node) {
    if (is_none(node)) return std::numeric_limits<double>::infinity();
    return read_number(node, problems).value_or(std::numeric_limits<double>::infinity());
  };
  if (!value.is_map()) return Series(one(value));
  std::vector<std::pair<Month, double>> steps;
  for (const auto& entry : value.entries) {
    if (const auto month = parse_month(entry.key)) steps.emplace_back(*month, one(entry.value));
  }
  return steps.empty() ? kNoCap : Series(std::move(steps));
}

/// The cap of an instrument. A study of a version without caps has none.
Series cap_in(const YamlNode& scenario, const CappedInstrumentInfo& info, ProblemList& problems) {
  const YamlNode* node = &scenario;
  for (const std::string_view key :
       {std::string_view("policies"), info.name, std::string_view("budget_krw_per_year"),
        std::string_view("value")}) {
    node = node->find(key);
    if (node == nullptr) return kNoCap;
  }
  return read_series(*node, problems);
}

bool ever_capped(const Series& cap) {
  return std::any_of(cap.steps().begin(), cap.steps().end(),
                     [](const auto& step) { return std::isfinite(step.second); });
}

/// The ledger of a study file, as far as caps need it.
class Spending {
 public:
  Spending(const LabelledFile& file, std::vector<Month> months)
      : ledger_(file.group("ledger")),
        months_(std::move(months)),
        lines_(ledger_.text("line").read()),
        replicates_(ledger_.variable("replicate").size()) {}

  [[nodiscard]] const std::vector<Month>& months() const { return months_; }
  /// What the instrument spent in the capped months (places in the file); a sum per replicate.
  [[nodiscard]] std::vector<double> of(std::size_t arm, const CappedInstrumentInfo& info,
                                       const std::vector<std::size_t>& capped) const {
    std::vector<double> sums(replicates_, 0.0);
    for (std::size_t n = 0; n < info.line_count; ++n) {
      const std::string name(kLedger[static_cast<std::size_t>(info.lines[n])].name);
      const auto found = std::find(lines_.begin(), lines_.end(), name);
      if (found == lines_.end()) continue;  // a study of a version without this line
      const auto line = static_cast<std::size_t>(found - lines_.begin());
      const auto amounts = ledger_.variable("amount").read<double>(
          {arm, 0, capped.front(), line}, {1, replicates_, capped.back() - capped.front() + 1, 1});
      add(sums, amounts, capped);
    }
    return sums;
  }

 private:
  void add(std::vector<double>& sums, const std::vector<double>& amounts,
           const std::vector<std::size_t>& capped) const {
    const std::size_t width = capped.back() - capped.front() + 1;
    for (std::size_t r = 0; r < replicates_; ++r) {
      for (const std::size_t month : capped) {
        sums[r] += amounts[r * width + month - capped.front()];
      }
    }
  }

  Group ledger_;
  std::vector<Month> months_;
  std::vector<std::string> lines_;
  std::size_t replicates_;
};

/// Adds the year, if it has capped months and all of them are in the file.
void add_year(CapUse& use, const Spending& spending, std::size_t arm,
              const CappedInstrumentInfo& info, int year) {
  const auto& months = spending.months();
  std::vector<std::size_t> capped;
  for (Month month = month_of(year, 1); month <= month_of(year, 12); ++month) {
    if (std::isinf(use.cap_krw_per_year.at(month))) continue;
    const auto found = std::find(months.begin(), months.end(), month);
    if (found == months.end()) return;
    capped.push_back(static_cast<std::size_t>(found - months.begin()));
  }
  if (capped.empty()) return;
  CapYear result;
  result.year = year;
  result.cap_krw =
      budget_caps::allowed_krw(use.cap_krw_per_year, month_of(year, 1), month_of(year, 12));
  const auto sums = spending.of(arm, info, capped);
  result.spent = estimate_mean(sums);
  const auto reached = std::count_if(
      sums.begin(), sums.end(), [&](double spent) { return spent >= kAtCap * result.cap_krw; });
  result.share_of_replicates_at_cap =
      static_cast<double>(reached) / static_cast<double>(sums.size());
  use.years.push_back(result);
}

/// The caps that hold in an arm: those of the reference before the policy start.
Series cap_of_arm(const YamlNode& reference, const YamlNode& arm, const CappedInstrumentInfo& info,
                  Month policy_start, ProblemList& problems) {
  return cap_in(reference, info, problems).until(policy_start, cap_in(arm, info, problems));
}

std::vector<YamlNode> scenarios_of(const Group& provenance, ProblemList& problems) {
  std::vector<YamlNode> scenarios;
  for (const auto& text : provenance.text("resolved_scenario").read()) {
    if (auto scenario = parse_yaml(text, provenance.name().file, problems)) {
      scenarios.push_back(std::move(*scenario));
    }
  }
  problems.throw_if_any();
  return scenarios;
}

std::string year_line(std::string_view year, std::string_view cap, std::string_view spent,
                      std::string_view interval, std::string_view share) {
  return std::string("    ") + left_aligned(year, 8) + right_aligned(cap, 16) +
         right_aligned(spent, 16) + "  " + right_aligned(interval, 26) + right_aligned(share, 16) +
         "\n";
}

std::string render(const CapUse& use) {
  constexpr double kMillion = 1e6;
  auto text = "\n  " + cut_to(use.arm, kTextWidth / 2) + ": " + use.label + "\n";
  text += year_line("year", "cap", "spent", "95 % interval", "at the cap");
  for (const auto& year : use.years) {
    const auto millions = [](double krw) { return number_text(krw / kMillion, 1); };
    const std::string interval = year.spent.has_interval()
                                     ? millions(year.spent.low) + " to " + millions(year.spent.high)
                                     : "-";
    text += year_line(std::to_string(year.year), millions(year.cap_krw), millions(year.spent.mean),
                      interval, fmt::format("{:.0f} %", 100 * year.share_of_replicates_at_cap));
  }
  return text;
}

}  // namespace

std::vector<CapUse> budget_caps_of(const LabelledFile& file, Month start, Month end) {
  const auto provenance = file.group("provenance");
  if (!provenance.has("resolved_scenario")) return {};  // nothing is said about any cap
  const auto names = provenance.text("arm").read();
  const auto reference_name = file.group("aggregates").text("arm").text_attribute("reference");
  const auto policy_start = parse_month(provenance.text_attribute("policy_start"));
  ProblemList problems;
  const auto scenarios = scenarios_of(provenance, problems);
  const auto reference = std::find(names.begin(), names.end(), reference_name);
  if (!policy_start || reference == names.end() || scenarios.size() != names.size()) {
    throw InputError(Problem{{provenance.name().file, 0, 0},
                             provenance.name().path,
                             "arms, scenarios or the policy start do not fit together",
                             "check that the file was written by this version"});
  }
  const auto& base = scenarios[static_cast<std::size_t>(reference - names.begin())];
  std::vector<Month> months;
  for (Month month = start; month <= end; ++month) months.push_back(month);
  const Spending spending(file, std::move(months));
  std::vector<CapUse> caps;
  for (std::size_t arm = 0; arm < names.size(); ++arm) {
    for (const auto& info : kCapped) {
      const auto cap = cap_of_arm(base, scenarios[arm], info, *policy_start, problems);
      problems.throw_if_any();
      if (!ever_capped(cap) || spending.months().empty()) continue;
      CapUse use{names[arm], std::string(info.name), std::string(info.label), cap, {}};
      for (int year = spending.months().front().year(); year <= spending.months().back().year();
           ++year) {
        add_year(use, spending, arm, info, year);
      }
      if (!use.years.empty()) caps.push_back(std::move(use));
    }
  }
  return caps;
}

nlohmann::ordered_json budget_caps_json(const std::vector<CapUse>& caps) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& use : caps) {
    auto years = nlohmann::ordered_json::array();
    for (const auto& year : use.years) {
      years.push_back({{"year", year.year},
                       {"cap_krw", year.cap_krw},
                       {"spent", estimate_json(year.spent)},
                       {"share_of_replicates_at_cap", year.share_of_replicates_at_cap}});
    }
    const double last = use.cap_krw_per_year.at(month_of(use.years.back().year, 12));
    list.push_back({{"arm", use.arm},
                    {"instrument", use.instrument},
                    {"label", use.label},
                    {"cap_krw_per_year", number_or_null(last)},
                    {"years", std::move(years)}});
  }
  return list;
}

std::string render_budget_caps(const std::vector<CapUse>& caps) {
  if (caps.empty()) return "";
  auto text = heading("Budgets for the year");
  text += wrapped(
      fmt::format(
          "Nominal million KRW of the whole country, mean over replicates; at the cap: share "
          "of replicates that spent at least {:.0f} % of it. Places are granted at their "
          "full cost and kept: a year can be fully promised and still spend less, and "
          "places of before the cap began can cost more than it.",
          100 * kAtCap),
      "", 0, kTextWidth);
  for (const auto& use : caps) text += render(use);
  return text;
}

}  // namespace resettle
