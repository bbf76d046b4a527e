#include <map>
#include <set>

#include "support/worlds.h"

namespace {

using namespace resettle;
using namespace resettle::testing;

TEST_CASE("every process changes only the columns it declares") {
  Lab lab;
  make_small(lab);
  lab.set({{"policies.mentoring.coverage", 0.5}, {"exits.departure_rate", 0.005}});
  lab.begin(arrivals::kSpinUpStart);
  Persons before;
  std::map<std::string, std::set<std::string>> changed;  // by process
  const auto look = [&](const Process& process) {
    const Persons& after = lab.world().persons;
    for (const auto& column : person_dictionary()) {
      if (!same_column(before, after, column, before.size())) {
        changed[process.description().name].emplace(column.name);
      }
    }
    before = after;
  };
  // A few months of every period, December, January and the change of subsidy terms among them.
  for (const Month from :
       {arrivals::kSpinUpStart, month_of(1985, 3), month_of(1992, 11), month_of(1999, 12),
        month_of(2005, 11), month_of(2014, 2), month_of(2021, 11)}) {
    lab.advance(from - 1);
    before = lab.world().persons;
    for (int months = 0; months < 6; ++months) lab.step([](const Process&) {}, look);
  }
  const auto undeclared = [&](const std::string& process, const std::set<std::string>& declared) {
    std::set<std::string> found;
    for (const auto& column : changed[process]) {
      if (!declared.contains(column)) found.insert(column);
    }
    return found;
  };
  std::size_t changes = 0;
  for (const auto& entry : the_month()) {
    const auto& description = entry.process->description();
    const std::set<std::string> declared(description.writes.begin(), description.writes.end());
    INFO(description.name);
    CHECK(undeclared(description.name, declared) == std::set<std::string>{});
    for (const auto& column : changed[description.name]) {  // able to fail, column by column
      auto fewer = declared;
      fewer.erase(column);
      CHECK(undeclared(description.name, fewer) == std::set<std::string>{column});
      ++changes;
    }
  }
  CHECK(changes > 60);
}

TEST_CASE("arrivals fill every column they hand over") {
  Lab lab;
  make_small(lab);
  lab.begin(month_of(1999, 1));
  const auto entries = the_month();
  std::set<std::string> declared;
  for (const auto& entry : entries) {
    const auto& description = entry.process->description();
    if (description.name == "arrivals") {
      declared.insert(description.writes.begin(), description.writes.end());
    }
  }
  std::set<std::string> undeclared;
  std::size_t rows = 0;
  while (lab.next_month() <= month_of(2006, 12)) {
    lab.step([&](const Process&) { rows = lab.world().persons.size(); },
             [&](const Process& process) {
               if (process.description().name != "arrivals") return;
               const Persons& people = lab.world().persons;
               Persons zero;
               zero.append(people.size());
               for (const auto& column : person_dictionary()) {
                 std::visit(
                     [&](auto member) {
                       for (std::size_t i = rows; i < people.size(); ++i) {
                         const auto& value = (people.*member)[i];
                         if (std::memcmp(&value, &(zero.*member)[i], sizeof(value)) != 0 &&
                             !declared.contains(std::string(column.name))) {
                           undeclared.emplace(column.name);
                         }
                       }
                     },
                     column.member);
               }
             });
  }
  CHECK(undeclared == std::set<std::string>{});
}

TEST_CASE("the month is described in full") {
  const auto month = the_month();
  REQUIRE(month.size() > 30);
  std::vector<Decision> decisions;
  std::set<std::string> names;
  std::set<std::string_view> decision_names;
  std::set<std::string> written;
  int step = 0;
  for (const auto& entry : month) {
    const auto& description = entry.process->description();
    INFO(description.name);
    CHECK(entry.step >= step);
    step = entry.step;
    CHECK(names.insert(description.name).second);
    CHECK_FALSE(description.meaning.empty());
    CHECK_FALSE(description.source.empty());
    for (const auto* list : {&description.reads, &description.writes}) {
      CHECK(std::set<std::string>(list->begin(), list->end()).size() == list->size());
      for (const auto& column : *list) {
        INFO(column);
        const bool of_society = std::find(kPartsOfSociety.begin(), kPartsOfSociety.end(), column) !=
                                kPartsOfSociety.end();
        const bool of_places =
            std::any_of(kPlaceInfo.begin(), kPlaceInfo.end(),
                        [&](const PlaceInfo& info) { return info.begun == column; });
        const bool of_conditions = column == kEligibility && list == &description.reads;
        CHECK((of_society || of_places || of_conditions || find_person_column(column) != nullptr));
      }
    }
    written.insert(description.writes.begin(), description.writes.end());
    for (const auto& decision : description.decisions) {
      INFO(decision.name);
      CHECK(decision_names.insert(decision.name).second);
      decisions.push_back(decision);
    }
  }
  CHECK_NOTHROW(require_distinct(decisions));
  decisions.push_back(decisions.front());
  CHECK_THROWS(require_distinct(decisions));
  for (const auto& column : person_dictionary()) {
    INFO(column.name);
    CHECK(written.contains(std::string(column.name)));  // somebody writes every column
    CHECK_FALSE(column.unit.empty());
    CHECK_FALSE(column.meaning.empty());
    CHECK(column.minimum < column.maximum);
  }
}

TEST_CASE("the months of a simulation are the month run process by process") {
  const auto plan = small_study("quick_look", month_of(2012, 1), month_of(2012, 12), 0.03);
  const ParameterValues values = values_of_arm(plan, plan.reference);
  Simulation simulation = begin_simulation(plan, 0, values, false);
  simulation.advance(month_of(2000, 12), plan.end, {});
  Lab lab(plan);
  lab.begin(arrivals::kSpinUpStart, static_cast<float>(plan.scale), plan.seed);
  lab.advance(month_of(2000, 12));
  CHECK(same_persons(lab.world().persons, simulation.world().persons));
}

}  // namespace
