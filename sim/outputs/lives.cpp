#include "outputs/lives.h"

namespace resettle {

namespace {

constexpr int kAdult = 18 * 12;  // months

/// The first ticket of a unit stands for it all the time (Households::head).
Companions companions_of(const World& world, std::size_t i) {
  const Persons& people = world.persons;
  const auto& head = world.households.head;
  Companions companions;
  for (std::size_t j = 0; j < people.size(); ++j) {
    if (j == i || head[j] != head[i] || people.arrival_month[j] != people.arrival_month[i]) {
      continue;
    }
    if (people.partner[i] == j) {
      companions.partner = true;
    } else if (people.arrival_month[j] - people.birth_month[j] >= kAdult) {
      ++companions.adults;
    } else {
      ++companions.minors;
    }
  }
  return companions;
}

}  // namespace

void LifeRecorder::record(World& world) {
  const Persons& people = world.persons;
  const std::size_t i = person_;
  if (over_ || i >= people.size()) return;
  if (life_.localities.empty()) {
    for (const auto& locality : world.inputs->localities) life_.localities.push_back(locality.name);
    life_.companions = companions_of(world, i);
  }
  life_.months.push_back(world.month);
  life_.rows.append(1);
  for (const auto& column : person_dictionary()) {
    std::visit([&](auto member) { (life_.rows.*member).back() = (people.*member)[i]; },
               column.member);
  }
  life_.host_ties.push_back(host_ties_of(world, i));
  life_.coethnic_ties.push_back(world.ties.coethnic_ties(i));
  life_.benefit_krw.push_back(world.households.benefit_krw[people.household[i]]);
  const std::uint32_t officer = people.officer[i];
  life_.has_social_worker.push_back(
      officer != kNoOfficer && world.officers.social_worker[officer] != 0 ? 1 : 0);
  over_ = people.presence[i] == Presence::dead || people.presence[i] == Presence::departed;
}

}  // namespace resettle
