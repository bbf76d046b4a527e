#include "results/budget_caps.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "core/errors.h"
#include "engine/budgets.h"
#include "policies/budget_caps.h"
#include "results/sampling.h"

namespace resettle {

namespace {

const Series kNoCap(std::numeric_limits<double>::infinity());

/// The cap of an instrument in a scenario. A study of a version without caps has none.
Series cap_in(ResolvedScenarios& scenarios, const ArmSource& source, const std::string& arm,
              const CappedInstrumentInfo& info) {
  const auto path = fmt::format("policies.{}.budget_krw_per_year", info.name);
  return scenarios.parameter(*source.file, arm, path).value_or(kNoCap);
}

bool ever_capped(const Series& cap) {
  return std::any_of(cap.steps().begin(), cap.steps().end(),
                     [](const auto& step) { return std::isfinite(step.second); });
}

[[noreturn]] void refuse(const Group& where, std::string message) {
  throw InputError(Problem{{where.name().file, 0, 0},
                           where.name().path,
                           std::move(message),
                           "check that the file was written by this version"});
}

/// The payments of an arm, as far as caps need them.
class Spending {
 public:
  Spending(const ArmSource& source, Month start, Month end)
      : ledger_(source.file->group("ledger")),
        lines_(ledger_.text("line").read()),
        sampling_(source.replicates) {
    for (Month month = start; month <= end; ++month) months_.push_back(month);
    const auto arms = ledger_.text("arm").read();
    arm_ = static_cast<std::size_t>(std::find(arms.begin(), arms.end(), source.arm) - arms.begin());
    const auto stored = ledger_.variable("replicate").read<std::int32_t>();
    for (const auto replicate : source.replicates) {
      const auto found = std::find(stored.begin(), stored.end(), replicate);
      if (found != stored.end()) {
        replicates_.push_back(static_cast<std::size_t>(found - stored.begin()));
      }
    }
    if (arm_ == arms.size() || replicates_.size() != source.replicates.size()) {
      refuse(ledger_, "lacks an arm or a replicate that other results have");
    }
  }

  [[nodiscard]] const std::vector<Month>& months() const { return months_; }
  [[nodiscard]] std::size_t replicates() const { return replicates_.size(); }
  [[nodiscard]] const Sampling& sampling() const { return sampling_; }
  /// What the instrument spent in the replicates that are compared, replicate x month.
  [[nodiscard]] std::vector<double> of(const CappedInstrumentInfo& info) const {
    std::vector<double> spent(replicates() * months_.size(), 0.0);
    for (const LedgerLine spending : info.lines) {
      const std::string name(kLedger[static_cast<std::size_t>(spending)].name);
      const auto found = std::find(lines_.begin(), lines_.end(), name);
      if (found == lines_.end()) continue;  // a study of a version without this line
      const auto line = static_cast<std::size_t>(found - lines_.begin());
      for (std::size_t r = 0; r < replicates(); ++r) {
        const auto amounts = ledger_.variable("amount").read<double>(
            {arm_, replicates_[r], 0, line}, {1, 1, months_.size(), 1});
        const auto begin = spent.begin() + static_cast<std::ptrdiff_t>(r * months_.size());
        std::transform(amounts.begin(), amounts.end(), begin, begin, std::plus<>());
      }
    }
    return spent;
  }

 private:
  Group ledger_;
  std::vector<std::string> lines_;
  Sampling sampling_;
  std::vector<Month> months_;
  std::vector<std::size_t> replicates_;  ///< their places in the file
  std::size_t arm_ = 0;
};

/// Adds the year, if it has capped months and all of them are in the file. `spent` is replicate x
/// month.
void add_year(CapUse& use, const Spending& spending, const std::vector<double>& spent, int year) {
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
  std::vector<double> sums(spending.replicates(), 0.0);
  for (std::size_t r = 0; r < sums.size(); ++r) {
    for (const std::size_t month : capped) sums[r] += spent[r * months.size() + month];
  }
  result.spent = spending.sampling().mean(sums);
  const auto reached = std::count_if(sums.begin(), sums.end(),
                                     [&](double sum) { return sum >= kAtCap * result.cap_krw; });
  result.share_of_replicates_at_cap =
      static_cast<double>(reached) / static_cast<double>(sums.size());
  use.years.push_back(result);
}

}  // namespace

std::vector<CapUse> budget_caps_of(const ArmSource& source, const std::string& name, Month start,
                                   Month end, ResolvedScenarios& scenarios) {
  const auto provenance = source.file->group("provenance");
  if (!ResolvedScenarios::kept_in(*source.file)) return {};  // nothing is said about any cap
  const auto policy_start = parse_month(provenance.text_attribute("policy_start"));
  if (!policy_start) refuse(provenance, "the policy start is no month");
  const Spending spending(source, start, end);
  std::vector<CapUse> caps;
  for (const auto& info : kCapped) {
    const auto before = cap_in(scenarios, source, source.reference, info);
    const auto cap = before.until(*policy_start, cap_in(scenarios, source, source.arm, info));
    if (!ever_capped(cap) || spending.months().empty()) continue;
    CapUse use{name, std::string(info.name), std::string(info.label), cap, {}};
    const auto spent = spending.of(info);
    for (int year = spending.months().front().year(); year <= spending.months().back().year();
         ++year) {
      add_year(use, spending, spent, year);
    }
    if (!use.years.empty()) caps.push_back(std::move(use));
  }
  return caps;
}

}  // namespace resettle
