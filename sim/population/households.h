#pragma once

#include <cstdint>
#include <vector>

#include "population/persons.h"

namespace resettle {

/// Households, indexed by the person they began with (a household id is that person's index).
/// Rows of persons who live in somebody else's household have zero members.
struct Households {
  // fixed when the household begins
  std::vector<std::uint8_t> has_kin;  ///< kin in the South before arrival
  std::vector<PersonIndex> head;      ///< first ticket of the unit

  // pooled anew each month
  std::vector<std::uint8_t> members;        ///< persons of the simulation living in it
  std::vector<std::uint8_t> size;           ///< members, partners and children under 18
  std::vector<std::uint8_t> able_members;   ///< members able to work
  std::vector<std::uint8_t> with_child;     ///< 1 if somebody under 18 lives in it
  std::vector<std::int16_t> last_exit;      ///< month the last member left the facility
  std::vector<std::int32_t> earnings_krw;   ///< gross pay of members and partners, KRW/month
  std::vector<std::int32_t> countable_krw;  ///< earnings that count against the benefit, KRW/month
  std::vector<std::int32_t> stipends_krw;   ///< training stipends, KRW/month
  std::vector<std::int32_t> assets_krw;
  std::vector<std::int32_t> debt_krw;     ///< to brokers and lenders
  std::vector<std::uint8_t> housed;       ///< 1 if somebody lives in it who was given a public flat
  std::vector<std::int32_t> benefit_krw;  ///< livelihood benefit of this month
  std::vector<float> equivalent_income_krw;
  std::vector<std::int32_t> shortfall_krw;  ///< what the month's income lacks to meet the need
  std::vector<float> hardship;              ///< share of the need that is not met, 0-1
  std::vector<float> liquid_months;  ///< savings less debts, months of a potential wage per adult
  std::vector<float> debt_months;    ///< debts, in the same months
  std::vector<std::uint8_t> rent_burdened;  ///< 1 if rent takes too much of income

  [[nodiscard]] std::size_t count() const { return members.size(); }
  void append(std::size_t count_added);
};

inline void Households::append(std::size_t count_added) {
  const std::size_t n = count() + count_added;
  has_kin.resize(n);
  head.resize(n);
  members.resize(n);
  size.resize(n);
  able_members.resize(n);
  with_child.resize(n);
  last_exit.resize(n);
  earnings_krw.resize(n);
  countable_krw.resize(n);
  stipends_krw.resize(n);
  assets_krw.resize(n);
  debt_krw.resize(n);
  housed.resize(n);
  benefit_krw.resize(n);
  equivalent_income_krw.resize(n);
  shortfall_krw.resize(n);
  hardship.resize(n);
  liquid_months.resize(n);
  debt_months.resize(n);
  rent_burdened.resize(n);
}

}  // namespace resettle
