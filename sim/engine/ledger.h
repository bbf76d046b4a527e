#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace resettle {

/// Who pays and who receives in the double-entry ledger.
enum class Account : std::uint8_t { government, households, firms, administration, others };

/// One kind of payment. Policies and processes write lines; a new one is one entry here.
enum class LedgerLine : std::uint8_t {
  settlement_grant,
  employment_incentive,
  wage_subsidy,
  wage_subsidy_administration,
  mentoring_coordination,
  livelihood_benefit,
  deductions_from_pay,
  fraud_losses,
  remittances,
  broker_repayment,
};
inline constexpr std::size_t kLedgerLines = 10;

struct LedgerLineInfo {
  LedgerLine line;
  std::string_view name;
  Account payer;
  Account payee;
  bool policy_cost;  ///< part of the cost of the instruments under comparison
  std::string_view meaning;
};

inline constexpr std::array<LedgerLineInfo, kLedgerLines> kLedger{{
    {LedgerLine::settlement_grant, "settlement_grant", Account::government, Account::households,
     true, "basic settlement grant and supplements, as paid"},
    {LedgerLine::employment_incentive, "employment_incentive", Account::government,
     Account::households, true, "incentives for staying in an insured job"},
    {LedgerLine::wage_subsidy, "wage_subsidy", Account::government, Account::firms, true,
     "share of wages paid to employers"},
    {LedgerLine::wage_subsidy_administration, "wage_subsidy_administration", Account::government,
     Account::administration, true, "running the wage subsidy"},
    {LedgerLine::mentoring_coordination, "mentoring_coordination", Account::government,
     Account::administration, true, "salaries of mentoring coordinators"},
    {LedgerLine::livelihood_benefit, "livelihood_benefit", Account::government, Account::households,
     false, "livelihood benefit of the basic security system"},
    {LedgerLine::deductions_from_pay, "deductions_from_pay", Account::households,
     Account::government, false, "taxes and contributions from gross pay"},
    {LedgerLine::fraud_losses, "fraud_losses", Account::households, Account::others, false,
     "savings lost to fraud"},
    {LedgerLine::remittances, "remittances", Account::households, Account::others, false,
     "money sent to family in the North"},
    {LedgerLine::broker_repayment, "broker_repayment", Account::households, Account::others, false,
     "debt for the passage paid back"},
}};

std::string_view name_of(Account account);

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
  void open_month() { amounts_.fill(0); }
  /// Money received minus money paid by the account this month; over all accounts this is 0.
  [[nodiscard]] std::int64_t balance(Account account) const;

 private:
  alignas(64) std::array<std::int64_t, kLedgerLines> amounts_{};
};

}  // namespace resettle
