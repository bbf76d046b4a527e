#include "networks/ties.h"

#include <algorithm>

#include "core/errors.h"

namespace resettle {

void TieBook::append(std::size_t count) {
  rows_.resize(rows_.size() + count);
  host_.resize(rows_.size());
  coethnic_.resize(rows_.size());
}

bool TieBook::has(std::size_t person, TieKind kind, std::uint32_t other) const {
  const auto ties = of(person);
  return std::any_of(ties.begin(), ties.end(),
                     [&](const Tie& tie) { return tie.kind == kind && tie.other == other; });
}

void TieBook::push(std::uint32_t person, const Tie& tie) {
  rows_[person][static_cast<std::size_t>(degree(person))] = tie;
  ++(tie.kind == TieKind::host ? host_ : coethnic_)[person];
}

bool TieBook::connect(std::uint32_t one, std::uint32_t other, Month now, bool strong, int cap) {
  require(one != other, "a person cannot have a tie to themselves");
  if (degree(one) >= cap || degree(other) >= cap) return false;
  if (has(one, TieKind::coethnic, other)) return false;
  const auto since = static_cast<std::int16_t>(now.index);
  push(one, {other, since, TieKind::coethnic, strong, 0.0F});
  push(other, {one, since, TieKind::coethnic, strong, 0.0F});
  return true;
}

bool TieBook::connect_host(std::uint32_t person, std::uint32_t host, Month now, bool strong,
                           int cap) {
  if (degree(person) >= cap || has(person, TieKind::host, host)) return false;
  push(person, {host, static_cast<std::int16_t>(now.index), TieKind::host, strong, 0.0F});
  return true;
}

}  // namespace resettle
