#include "engine/ledger.h"

namespace resettle {

std::string_view name_of(Account account) {
  switch (account) {
    case Account::government:
      return "government";
    case Account::households:
      return "households";
    case Account::firms:
      return "firms";
    case Account::staff:
      return "staff";
    case Account::vendors:
      return "vendors";
    case Account::organisations:
      return "organisations";
    case Account::lenders:
      return "lenders";
    case Account::others:
      return "others";
  }
  return "";
}

std::int64_t Ledger::balance(Account account) const {
  std::int64_t balance = 0;
  for (const auto& line : kLedger) {
    if (line.payee == account) balance += amount(line.line);
    if (line.payer == account) balance -= amount(line.line);
  }
  return balance;
}

}  // namespace resettle
