#include "networks/ties.h"

#include <algorithm>

#include "core/errors.h"

namespace resettle {

void TieBook::append(std::size_t count) {
  rows_.resize(rows_.size() + count);
  host_.resize(rows_.size());
  coethnic_.resize(rows_.size());
  low_months_.resize(rows_.size());
}

bool TieBook::has(std::size_t person, TieKind kind, std::uint32_t other) const {
  const auto ties = of(person);
  return std::any_of(ties.begin(), ties.end(),
                     [&](const Tie& tie) { return tie.kind == kind && tie.other == other; });
}

void TieBook::push(std::uint32_t person, const Tie& tie) {
  rows_[person][static_cast<std::size_t>(degree(person))] = tie;
  ++(tie.kind == TieKind::host ? host_ : coethnic_)[person];
  low_months_[person] |= tie.low_months;
}

bool TieBook::connect(std::uint32_t one, std::uint32_t other, Month now, bool strong, int cap) {
  require(one != other, "a person cannot have a tie to themselves");
  if (degree(one) >= cap || degree(other) >= cap) return false;
  if (has(one, TieKind::coethnic, other)) return false;
  const auto since = static_cast<std::int16_t>(now.index);
  push(one, {.other = other, .since = since, .kind = TieKind::coethnic, .strong = strong});
  push(other, {.other = one, .since = since, .kind = TieKind::coethnic, .strong = strong});
  return true;
}

bool TieBook::connect_host(std::uint32_t person, std::uint32_t host, Month now, bool strong,
                           int cap) {
  if (degree(person) >= cap || has(person, TieKind::host, host)) return false;
  const auto since = static_cast<std::int16_t>(now.index);
  push(person, {.other = host, .since = since, .kind = TieKind::host, .strong = strong});
  return true;
}

void TieBook::note_low_months(std::size_t person) {
  std::uint16_t months = 0;
  for (const Tie& tie : of(person)) months |= tie.low_months;
  low_months_[person] = months;
}

bool TieBook::begin_window(int window) {
  const bool is_new = window != window_;
  window_ = window;
  return is_new;
}

void TieBook::isolate(std::uint32_t person) {
  for (const Tie& tie : of(person)) {
    if (tie.kind != TieKind::coethnic) continue;
    remove_if(tie.other, [&](const Tie& back) {
      return (back.kind == TieKind::coethnic) & (back.other == person);
    });
  }
  remove_if(person, [](const Tie&) { return true; });
}

}  // namespace resettle
