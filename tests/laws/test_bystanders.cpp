#include "support/entries.h"

// The month happens to those who are there. Who has died, has left the South or is still in the
// facility is touched by no entry but those that are about them.

namespace {

using namespace resettle;
using namespace resettle::testing;

/// Entries that act on some who are not active: who arrives, waits, leaves or comes back.
const std::set<std::string> kAboutOthers{"arrivals", "facility", "exits"};

/// The columns of persons in which one of those who are gone differs.
std::set<std::string> touched(const std::vector<bool>& gone, const World& before,
                              const World& after) {
  std::set<std::string> columns;
  for (const auto& column : person_dictionary()) {
    std::visit(
        [&](auto member) {
          const auto& one = before.persons.*member;
          const auto& other = after.persons.*member;
          using Value = typename std::remove_cvref_t<decltype(one)>::value_type;
          for (std::size_t i = 0; i < gone.size(); ++i) {
            if (!gone[i] || before.persons.presence[i] == Presence::resident) continue;
            if (std::memcmp(&one[i], &other[i], sizeof(Value)) != 0) {
              columns.insert(std::string(column.name));
            }
          }
        },
        column.member);
  }
  return columns;
}

TEST_CASE("nothing happens to those who are not there") {
  Lab lab;
  begin_offered_nation(lab, month_of(2012, 1));
  // Every second person dies, whatever they were about to do.
  Persons& people = lab.world().persons;
  for (std::size_t i = 0; i < people.size(); i += 2) people.presence[i] = Presence::dead;
  std::set<std::string> unexpected;
  for (const Month when : {month_of(2012, 2), month_of(2012, 12), month_of(2013, 1)}) {
    lab.advance(when - 2);
    std::vector<bool> gone;
    for (const auto presence : people.presence) gone.push_back(presence != Presence::resident);
    lab.advance(when - 1);  // in the month after, what they had comes to its end
    visit_entries(lab, lab.world(), when, [&](Process& entry, const World& before) {
      const auto& name = entry.description().name;
      if (kAboutOthers.contains(name)) return;
      World after = before;
      entry.step(after);
      for (const auto& column : touched(gone, before, after)) {
        unexpected.insert(name + ": " + column);
      }
    });
  }
  CHECK(unexpected == std::set<std::string>{});
}

}  // namespace
