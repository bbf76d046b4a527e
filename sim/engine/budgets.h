#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/ledger.h"

namespace resettle {

/// Instruments whose spending in a calendar year can be capped: those whose places have a known
/// full cost, at known times or with a known end (MODEL 16.2).
enum class CappedInstrument : std::uint8_t {
  wage_subsidy,
  employment_incentive,
  training_allowance,
  matched_savings,
  counselling,
  trauma_therapy,
  mentoring,
  dialect_workshop,
  credential_recognition,
  family_reunification,
  media_campaign
};

/// The lines of the ledger that an instrument spends on.
class SpendingLines {
 public:
  template <class... Line>
  constexpr SpendingLines(Line... line) : lines_{line...}, count_(sizeof...(line)) {}

  [[nodiscard]] constexpr const LedgerLine* begin() const { return lines_.data(); }
  [[nodiscard]] constexpr const LedgerLine* end() const { return lines_.data() + count_; }

 private:
  std::array<LedgerLine, 3> lines_;
  std::size_t count_;
};

/// What a cap holds for.
struct CappedInstrumentInfo {
  CappedInstrument instrument;
  std::string_view name;   ///< its section below `policies.`
  std::string_view label;  ///< readable name
  std::string_view place;  ///< what the money is granted for, one of these at a time
  SpendingLines lines;

  [[nodiscard]] bool spends(LedgerLine line) const {
    return std::find(lines.begin(), lines.end(), line) != lines.end();
  }
};

inline constexpr auto kCapped = [] {
  using enum LedgerLine;
  using C = CappedInstrument;
  return std::to_array<CappedInstrumentInfo>({
      {C::wage_subsidy,
       "wage_subsidy",
       "wage subsidy",
       "subsidised job",
       {LedgerLine::wage_subsidy, wage_subsidy_administration}},
      {C::employment_incentive,
       "employment_incentive",
       "employment incentive",
       "payment",
       {LedgerLine::employment_incentive}},
      {C::training_allowance,
       "training_allowance",
       "vocational training",
       "course",
       {training_tuition, LedgerLine::training_allowance, training_stipend}},
      {C::matched_savings,
       "matched_savings",
       "matched savings",
       "account",
       {LedgerLine::matched_savings}},
      {C::counselling, "counselling", "counselling", "course", {LedgerLine::counselling}},
      {C::trauma_therapy,
       "trauma_therapy",
       "trauma therapy",
       "course",
       {LedgerLine::trauma_therapy}},
      {C::mentoring, "mentoring", "mentoring", "pair", {mentoring_coordination}},
      {C::dialect_workshop,
       "dialect_workshop",
       "dialect workshops",
       "participant",
       {dialect_workshops}},
      {C::credential_recognition,
       "credential_recognition",
       "credential recognition",
       "recognition",
       {LedgerLine::credential_recognition}},
      {C::family_reunification,
       "family_reunification",
       "family reunification",
       "reunification",
       {LedgerLine::family_reunification}},
      {C::media_campaign,
       "media_campaign",
       "media campaign",
       "exposed host reached for a month",
       {LedgerLine::media_campaign}},
  });
}();
inline constexpr std::size_t kCappedInstruments = kCapped.size();
static_assert(is_in_order(kCapped, &CappedInstrumentInfo::instrument),
              "instruments and what their caps hold for, in one order");

/// Calendar years a budget looks ahead, this one included: the longest place runs 240 months.
inline constexpr std::size_t kBudgetYears = 22;

/// The capped money of one instrument, simulated KRW of each year.
struct Budget {
  bool in_force = false;     ///< a cap holds this month
  bool by_twelfths = false;  ///< released month by month, else whoever comes first in the year
  std::array<double, kBudgetYears> years_krw{};  ///< cap of this and the coming calendar years
  double released_krw = 0;                       ///< twelfths of this year, to this month included
  std::int64_t spent_before_krw = 0;             ///< this year, in the months before a cap held
  /// What the places that ran when the year began could still cost; not known before the
  /// instrument first asks for money in the year.
  std::optional<double> promised_krw;

  bool operator==(const Budget&) const = default;
};

/// The budgets of all instruments; none is in force unless a scenario caps it.
class Budgets {
 public:
  [[nodiscard]] Budget& of(CappedInstrument instrument) {
    return budgets_[static_cast<std::size_t>(instrument)];
  }
  [[nodiscard]] const Budget& of(CappedInstrument instrument) const {
    return budgets_[static_cast<std::size_t>(instrument)];
  }
  [[nodiscard]] bool cap(CappedInstrument instrument) const { return of(instrument).in_force; }
  bool operator==(const Budgets&) const = default;

 private:
  std::array<Budget, kCappedInstruments> budgets_{};
};

}  // namespace resettle
