#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/calendar.h"
#include "core/enumerators.h"

namespace resettle {

/// Who pays and who receives in the double-entry ledger.
enum class Account : std::uint8_t {
  government,
  households,
  firms,
  staff,          ///< salaries of those who run a programme
  vendors,        ///< landlords, schools, therapists, shops, media
  organisations,  ///< non-governmental organisations
  lenders,
  others  ///< swindlers, brokers, family in the North
};

struct AccountInfo {
  Account account;
  std::string_view name;
};

inline constexpr auto kAccountInfo = std::to_array<AccountInfo>({
    {Account::government, "government"},
    {Account::households, "households"},
    {Account::firms, "firms"},
    {Account::staff, "staff"},
    {Account::vendors, "vendors"},
    {Account::organisations, "organisations"},
    {Account::lenders, "lenders"},
    {Account::others, "others"},
});
inline constexpr std::size_t kAccounts = kAccountInfo.size();
static_assert(is_in_order(kAccountInfo, &AccountInfo::account),
              "accounts and their names, in one order");

constexpr std::string_view name_of(Account account) {
  return kAccountInfo[static_cast<std::size_t>(account)].name;
}

/// One kind of payment. Policies and processes write lines; a new one is one entry here, and its
/// line at the same place in the table below.
enum class LedgerLine : std::uint8_t {
  settlement_grant,
  housing_subsidy,
  housing_rent_gap,
  employment_incentive,
  wage_subsidy,
  wage_subsidy_administration,
  training_tuition,
  training_allowance,
  training_stipend,
  business_loan_defaults,
  business_coaching,
  counselling,
  trauma_therapy,
  mentoring_coordination,
  case_management,
  police_officers,
  ngo_funds,
  media_campaign,
  dialect_workshops,
  credential_recognition,
  matched_savings,
  facility_programme,
  family_reunification,
  livelihood_benefit,
  deductions_from_pay,
  business_loans,
  household_loans,
  loan_repayment,
  business_capital,
  business_capital_returned,
  fraud_losses,
  remittances,
  broker_repayment,
};

struct LedgerLineInfo {
  LedgerLine line;
  std::string_view name;
  Account payer;
  Account payee;
  bool policy_cost;  ///< part of the cost of the instruments under comparison
  std::string_view meaning;
};

inline constexpr auto kLedger = [] {
  using enum LedgerLine;
  using enum Account;
  return std::to_array<LedgerLineInfo>({
      {settlement_grant, "settlement_grant", government, households, true,
       "basic settlement grant and supplements, as paid"},
      {housing_subsidy, "housing_subsidy", government, vendors, true,
       "housing money, paid to the landlord as deposit"},
      {housing_rent_gap, "housing_rent_gap", government, vendors, true,
       "gap between market and public rent"},
      {employment_incentive, "employment_incentive", government, households, true,
       "incentives for staying in an insured job"},
      {wage_subsidy, "wage_subsidy", government, firms, true, "share of wages paid to employers"},
      {wage_subsidy_administration, "wage_subsidy_administration", government, staff, true,
       "running the wage subsidy"},
      {training_tuition, "training_tuition", government, vendors, true,
       "tuition of vocational training"},
      {training_allowance, "training_allowance", government, households, true,
       "bonus for completing training, and for a certificate"},
      {training_stipend, "training_stipend", government, households, true,
       "monthly stipend during training"},
      {business_loan_defaults, "business_loan_defaults", government, lenders, true,
       "loans of failed businesses that are not paid back"},
      {business_coaching, "business_coaching", government, staff, true,
       "coaching of the self-employed"},
      {counselling, "counselling", government, vendors, true, "counselling sessions"},
      {trauma_therapy, "trauma_therapy", government, vendors, true, "sessions of trauma therapy"},
      {mentoring_coordination, "mentoring_coordination", government, staff, true,
       "salaries of mentoring coordinators, and finding mentors"},
      {case_management, "case_management", government, staff, true,
       "salaries of social workers in charge of cases"},
      {police_officers, "police_officers", government, staff, true,
       "salaries of police officers in charge of cases, for the part of their time"},
      {ngo_funds, "ngo_funds", government, organisations, true,
       "joint funds of organisations in partnership"},
      {media_campaign, "media_campaign", government, vendors, true, "campaign in the media"},
      {dialect_workshops, "dialect_workshops", government, vendors, true,
       "workshops on speech and norms of the workplace"},
      {credential_recognition, "credential_recognition", government, vendors, true,
       "fees for recognising Northern schooling"},
      {matched_savings, "matched_savings", government, households, true,
       "match of savings that were kept long enough"},
      {facility_programme, "facility_programme", government, staff, true,
       "running the settlement facility"},
      {family_reunification, "family_reunification", government, vendors, true,
       "bringing families together"},
      {livelihood_benefit, "livelihood_benefit", government, households, false,
       "livelihood benefit of the basic security system"},
      {deductions_from_pay, "deductions_from_pay", households, government, false,
       "taxes and contributions from gross pay"},
      {business_loans, "business_loans", lenders, households, false, "loans to new businesses"},
      {household_loans, "household_loans", lenders, households, false,
       "borrowed to get through months of need"},
      {loan_repayment, "loan_repayment", households, lenders, false, "loans paid back"},
      {business_capital, "business_capital", households, firms, false,
       "capital put into new businesses"},
      {business_capital_returned, "business_capital_returned", firms, households, false,
       "capital left when a business ends"},
      {fraud_losses, "fraud_losses", households, others, false, "savings lost to fraud"},
      {remittances, "remittances", households, others, false, "money sent to family in the North"},
      {broker_repayment, "broker_repayment", households, others, false,
       "debt for the passage paid back"},
  });
}();
inline constexpr std::size_t kLedgerLines = kLedger.size();
static_assert(is_in_order(kLedger, &LedgerLineInfo::line),
              "payments and their lines, in one order");

/// The payments of one month, in won. Integer sums: the order of adding does not matter.
class Ledger {
 public:
  void add(LedgerLine line, std::int64_t krw) {
    std::atomic_ref<std::int64_t>(amounts_[static_cast<std::size_t>(line)])
        .fetch_add(krw, std::memory_order_relaxed);
  }
  [[nodiscard]] std::int64_t amount(LedgerLine line) const {
    return amounts_[static_cast<std::size_t>(line)];
  }
  /// Payments of the year so far, this month's among them.
  [[nodiscard]] std::int64_t this_year(LedgerLine line) const {
    return earlier_this_year_[static_cast<std::size_t>(line)] + amount(line);
  }
  void open_month(Month month) {
    for (std::size_t line = 0; line < kLedgerLines; ++line) {
      earlier_this_year_[line] =
          month.month_of_year() == 1 ? 0 : earlier_this_year_[line] + amounts_[line];
    }
    amounts_.fill(0);
  }
  /// Money received minus money paid by the account this month; over all accounts this is 0.
  [[nodiscard]] std::int64_t balance(Account account) const;

 private:
  alignas(64) std::array<std::int64_t, kLedgerLines> amounts_{};
  std::array<std::int64_t, kLedgerLines> earlier_this_year_{};
};

}  // namespace resettle
