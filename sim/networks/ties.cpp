#include "networks/ties.h"

#include <algorithm>

#include "core/errors.h"

namespace resettle {

namespace {

Tie new_tie(TieKind kind, std::uint32_t other, Month now, bool strong) {
  constexpr std::uint32_t kLargest = (1U << Tie::kOtherBits) - 1U;
  Tie tie;
  tie.other = other & kLargest;  // as it is: the book checks that there are not more
  tie.kind = kind;
  tie.strong = strong;
  tie.since = static_cast<std::int16_t>(now.index);
  return tie;
}

}  // namespace

void TieBook::append(std::size_t count) {
  rows_.resize(rows_.size() + count);
  require(rows_.size() >> Tie::kOtherBits == 0, "a tie cannot name so many persons");
  host_.resize(rows_.size());
  coethnic_.resize(rows_.size());
  low_months_.resize(rows_.size());
}

void TieBook::append_hosts(std::size_t count) {
  known_by_host_.resize(known_by_host_.size() + count);
  require(hosts() >> Tie::kOtherBits == 0, "a tie cannot name so many hosts");
}

bool TieBook::has(std::size_t person, TieKind kind, std::uint32_t other) const {
  const auto ties = of(person);
  return std::any_of(ties.begin(), ties.end(),
                     [&](const Tie& tie) { return tie.kind == kind && tie.other == other; });
}

void TieBook::push(std::uint32_t person, const Tie& tie) {
  rows_[person].ties[static_cast<std::size_t>(degree(person))] = tie;
  ++(tie.kind == TieKind::host ? host_ : coethnic_)[person];
  low_months_[person] |= tie.low_months;
}

bool TieBook::connect(std::uint32_t one, std::uint32_t other, Month now, bool strong, int cap) {
  require(one != other, "a person cannot have a tie to themselves");
  if (degree(one) >= cap || degree(other) >= cap) return false;
  if (has(one, TieKind::coethnic, other)) return false;
  push(one, new_tie(TieKind::coethnic, other, now, strong));
  push(other, new_tie(TieKind::coethnic, one, now, strong));
  return true;
}

bool TieBook::connect_host(std::uint32_t person, std::uint32_t host, Month now, bool strong,
                           int cap) {
  require(host < hosts(), "there is no such host");
  if (degree(person) >= cap || has(person, TieKind::host, host)) return false;
  push(person, new_tie(TieKind::host, host, now, strong));
  count_host(host, 1);
  return true;
}

void TieBook::note_low_months(std::size_t person) {
  std::uint16_t months = 0;
  for (const Tie& tie : of(person)) {
    const std::uint16_t own = tie.low_months;
    months |= tie.strong ? std::uint16_t{0} : own;
  }
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
