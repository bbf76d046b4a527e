#include "outputs/records.h"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <type_traits>

namespace resettle {

namespace {

/// Whether a column holds one number per person (children are lists).
template <class Value>
constexpr bool kIsNumber = std::is_arithmetic_v<Value> || std::is_enum_v<Value>;

}  // namespace

void TypeRecorder::record(World& world) {
  const auto& types = world.persons.adjustment_type;
  std::vector<std::uint8_t> now(types.size());
  for (std::size_t i = 0; i < types.size(); ++i) now[i] = static_cast<std::uint8_t>(types[i]);
  months_.push_back(std::move(now));
}

std::vector<std::int32_t> TypeRecorder::transitions() const {
  std::vector<std::int32_t> table(months_.size() * kTypes * kTypes, 0);
  for (std::size_t m = 1; m < months_.size(); ++m) {
    std::array<std::int32_t, (kTypes + 1) * (kTypes + 1)> counts{};
    const auto& before = months_[m - 1];
    const auto& now = months_[m];
    for (std::size_t i = 0; i < before.size(); ++i) ++counts[before[i] * (kTypes + 1) + now[i]];
    for (std::size_t from = 0; from < kTypes; ++from) {
      for (std::size_t to = 0; to < kTypes; ++to) {
        table[(m * kTypes + from) * kTypes + to] = counts[(from + 1) * (kTypes + 1) + to + 1];
      }
    }
  }
  return table;
}

std::vector<std::int32_t> cross_table(const TypeRecorder& one, const TypeRecorder& other) {
  constexpr std::size_t kStates = kTypes + 1;
  std::vector<std::int32_t> table;
  table.reserve(one.months() * kStates * kStates);
  for (std::size_t m = 0; m < one.months(); ++m) {
    std::array<std::int32_t, kStates * kStates> counts{};
    const auto& first = one.month(m);
    const auto& second = other.month(m);
    for (std::size_t i = 0; i < first.size(); ++i) ++counts[first[i] * kStates + second[i]];
    // Stored with the four types first and "not counted" last.
    for (std::size_t a = 1; a <= kStates; ++a) {
      for (std::size_t b = 1; b <= kStates; ++b) {
        table.push_back(counts[(a % kStates) * kStates + b % kStates]);
      }
    }
  }
  return table;
}

ColumnRecorder::ColumnRecorder(const std::string& column) : column_(column) {
  const PersonColumn* found = find_person_column(column);
  if (found == nullptr) throw std::logic_error("no person column " + column);
}

void ColumnRecorder::record(World& world) {
  const Persons& people = world.persons;
  std::vector<float> now(people.size(), std::numeric_limits<float>::quiet_NaN());
  std::visit(
      [&](auto member) {
        const auto& values = people.*member;
        using Value = typename std::remove_cvref_t<decltype(values)>::value_type;
        if constexpr (kIsNumber<Value>) {
          for (std::size_t i = 0; i < now.size(); ++i) {
            if (people.active[i] != 0) now[i] = static_cast<float>(values[i]);
          }
        }
      },
      find_person_column(column_)->member);
  months_.push_back(std::move(now));
}

void LedgerRecorder::record(World& world) {
  for (const auto& line : kLedger) {
    const auto krw = static_cast<double>(world.ledger.amount(line.line));
    amounts_.push_back(std::llround(krw / static_cast<double>(world.scale)));
  }
}

void NetworkRecorder::record(World& world) {
  if (world.month.month_of_year() != 12) return;
  years_.push_back(measure_cohesion(world.ties, world.persons.active));
}

void ExitRecorder::record(World& world) {
  deaths_.push_back(static_cast<float>(world.exits.deaths) / world.scale);
  departures_.push_back(static_cast<float>(world.exits.departures) / world.scale);
}

}  // namespace resettle
