#include <map>

#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

/// Nobody bears on anybody else (limit V15): no ties, no units, attitudes untouched by contact, no
/// risks relative to the mean of all.
void uncouple(Lab& lab) {
  lab.set({{"ties.coethnic_formation", 0},
           {"facility.cohort_ties", 0},
           {"arrivals.kin_share", 0},
           {"household.join_previous", 0},
           {"host_attitudes.contact_gain", 0},
           {"exits.suicide_annual", 0},
           {"exits.departure_rate", 0},
           {"policies.mentoring.coverage", 0},
           {"officers.relation_months", 0},
           {"ngos.enabled", 0},
           {"self_employment.vacancy_rate", 0},
           {"host_attitudes.work_slope", 0}});
}

constexpr int kExtraYear = 2003;

/// Twelve men a year, in the last year `last`; everybody an adult, so that nobody joins a unit.
void begin(Lab& lab, int last) {
  lab.inputs.arrivals.clear();
  for (int year = 1990; year <= 2010; ++year) lab.inputs.arrivals.push_back({year, 12, 0});
  lab.inputs.arrivals[kExtraYear - 1990].men = last;
  lab.inputs.ages = lab.inputs.ages_1990s = {{18, 60, 1.0, 1.0}};
  lab.begin(month_of(1990, 1));
}

/// Columns of persons that the extra arrival moves, where ids are compared by ticket.
std::vector<std::string> moved_columns(const World& with, const World& without) {
  std::map<std::uint32_t, std::size_t> row;
  for (std::size_t i = 0; i < with.persons.size(); ++i) row[with.persons.ticket[i]] = i;
  const auto ticket = [](const World& world, std::uint32_t index) {
    return index == kNobody ? kNobody : world.persons.ticket[index];
  };
  std::vector<std::string> moved;
  for (const auto& column : person_dictionary()) {
    const bool is_index =
        column.name == "household" || column.name == "partner" || column.name == "mentor_person";
    std::visit(
        [&](auto member) {
          for (std::size_t i = 0; i < without.persons.size(); ++i) {
            const std::size_t j = row.at(without.persons.ticket[i]);
            const auto& here = (without.persons.*member)[i];
            const auto& there = (with.persons.*member)[j];
            bool same = std::memcmp(&here, &there, sizeof(here)) == 0;
            if constexpr (std::is_same_v<std::remove_cvref_t<decltype(here)>, std::uint32_t>) {
              if (is_index) same = ticket(without, here) == ticket(with, there);
            }
            if (!same) {
              moved.emplace_back(column.name);
              return;
            }
          }
        },
        column.member);
  }
  return moved;
}

TEST_CASE("V15 without coupling one more arrival changes nobody else") {
  Lab with;
  Lab without;
  for (Lab* lab : {&with, &without}) uncouple(*lab);
  begin(with, 13);
  begin(without, 12);
  const Month end = month_of(2009, 12);
  while (with.next_month() <= end) {
    with.step();
    without.step();
    if (with.next_month().month_of_year() != 1) continue;
    const bool later = with.next_month().year() > kExtraYear;
    CHECK(with.world().persons.size() == without.world().persons.size() + (later ? 1 : 0));
    CHECK(moved_columns(with.world(), without.world()) == std::vector<std::string>{});
  }
  CHECK(same_bits(with.world().hosts.attitude, without.world().hosts.attitude));
}

TEST_CASE("with coupling one more arrival is felt") {
  Lab with;
  Lab without;
  begin(with, 13);
  begin(without, 12);
  with.advance(month_of(2009, 12));
  without.advance(month_of(2009, 12));
  CHECK_FALSE(moved_columns(with.world(), without.world()).empty());
}

}  // namespace
