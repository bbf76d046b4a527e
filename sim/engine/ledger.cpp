#include "engine/ledger.h"

namespace resettle {

std::int64_t Ledger::balance(Account account) const {
  std::int64_t balance = 0;
  for (const auto& line : kLedger) {
    if (line.payee == account) balance += amount(line.line);
    if (line.payer == account) balance -= amount(line.line);
  }
  return balance;
}

}  // namespace resettle
