// What happened to the money of one simulated person.

#include <algorithm>
#include <array>

#include "study/life_teller.h"

namespace resettle {

namespace {

constexpr std::size_t kShortSpell = 3;  // months; what lasts less is not told

/// Turns runs of `value` shorter than kShortSpell into the other value.
void pass_over_short(std::vector<std::uint8_t>& months, std::uint8_t value, std::size_t from) {
  for (std::size_t begin = from; begin < months.size();) {
    std::size_t end = begin;
    while (end < months.size() && months[end] == value) ++end;
    if (end - begin < kShortSpell) {
      for (std::size_t m = begin; m < end; ++m) months[m] = value == 0 ? 1 : 0;
    }
    begin = end + 1;
  }
}

/// Whether the match was paid with the own savings, as far as the change of savings tells; nothing
/// where the savings of a month or a fraud hide it.
std::string match_text(double rise, double own, double match, bool hidden) {
  if (hidden) return "";
  if (rise >= own + 0.75 * match) return fmt::format(", matched by another {}", krw_text(match));
  return rise <= own + 0.25 * match ? ", without the match" : "";
}

}  // namespace

std::vector<std::uint8_t> lasting_spells(const std::vector<std::int32_t>& amounts) {
  std::vector<std::uint8_t> months;
  for (const auto amount : amounts) months.push_back(amount > 0 ? 1 : 0);
  // Months before the first payment are no pause.
  const auto first = std::find(months.begin(), months.end(), std::uint8_t{1});
  pass_over_short(months, 0, static_cast<std::size_t>(first - months.begin()));
  pass_over_short(months, 1, 0);
  return months;
}

void LifeTeller::tell_money() {
  tell_grants();
  tell_benefit();
  if (ends(rows_.debt_krw)) say("The debt to the broker is paid back.");
  const bool business_ended = rows_.self_employed(m_ - 1) && !rows_.self_employed(m_);
  if (begins(rows_.loan_debt_krw) && !business_ended) she_does("borrows money to live on.");
  if (ends(rows_.loan_debt_krw)) say("What was borrowed is paid back.");
  if (begins(rows_.defrauded)) {
    she_does("is defrauded; {} of savings are left.", krw_text(rows_.assets_krw[m_]));
  }
  if (now().month_of_year() == 12 && rows_.remitted[m_] != 0) {
    she_does("sends money to the North.");
  }
  tell_account();
}

void LifeTeller::tell_grants() {
  if (rows_.settlement_payment_krw[m_] > 0) {
    she_does("receives {} of the settlement grant.", krw_text(rows_.settlement_payment_krw[m_]));
  }
  static constexpr std::array<std::string_view, 4> kMilestones{"half a year", "the first year",
                                                               "the second year", "the third year"};
  const int fresh = rows_.incentives_paid[m_] & ~rows_.incentives_paid[m_ - 1];
  for (std::size_t k = 0; k < kMilestones.size(); ++k) {
    if ((fresh >> k & 1) == 0) continue;
    // In the month of payment the incentive next in reach is still the one paid.
    const std::int32_t amount = rows_.next_incentive_krw[m_];
    she_does("receives {}the employment incentive for {} in insured work.",
             amount > 0 ? krw_text(amount) + ", " : "", kMilestones[k]);
  }
}

void LifeTeller::tell_benefit() {
  if (begins(has_benefit_)) {
    say(fmt::format("The household receives the livelihood benefit, {} a month.",
                    krw_text(life_.benefit_krw[m_])));
  }
  if (ends(has_benefit_)) say("The livelihood benefit ends.");
}

void LifeTeller::tell_account() {
  if (begins(rows_.account_own_krw)) she_does("opens a matched savings account.");
  if (!ends(rows_.account_own_krw)) return;
  const double own = rows_.account_own_krw[m_ - 1];
  const double match = rows_.account_match_krw[m_ - 1];
  const int fresh = rows_.incentives_paid[m_] & ~rows_.incentives_paid[m_ - 1];
  const double rise = static_cast<double>(rows_.assets_krw[m_]) - rows_.assets_krw[m_ - 1] -
                      rows_.settlement_payment_krw[m_] -
                      (fresh != 0 ? rows_.next_incentive_krw[m_] : 0);
  // What is earned and spent in a month may be as much as a few months of saving.
  const bool hidden = begins(rows_.defrauded) || match < 2.0 * rows_.last_wage_krw[m_];
  say(fmt::format("The matched account is closed after {}: {} of own savings{}.",
                  months_text(now().index - rows_.account_opened[m_ - 1]), krw_text(own),
                  match_text(rise, own, match, hidden)));
}

}  // namespace resettle
