// With whom people come: ages, arrival units, couples and children (MODEL 7.2).

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "processes/arrivals.h"

namespace resettle::arrivals {

namespace {

/// Ages to draw from, by the inverse distribution function, uniform inside a band.
class AgeTable {
 public:
  /// Ages outside [low, high) are left out.
  AgeTable(const std::vector<AgeBand>& bands, bool woman, float low, float high) {
    for (const auto& band : bands) {
      const float from = std::max(static_cast<float>(band.from_age), low);
      const float to = std::min(static_cast<float>(band.to_age), high);
      const float inside = to - from;
      if (inside <= 0) continue;
      const auto share = static_cast<float>(woman ? band.share_women : band.share_men);
      const auto width = static_cast<float>(band.to_age) - static_cast<float>(band.from_age);
      const float mass = share * inside / width;
      total_ += mass;
      if (mass > 0) bands_.push_back({from, to, mass});
    }
    oldest_ = std::nextafter(std::min(high, static_cast<float>(bands.back().to_age)), 0.0F);
  }

  /// Age in years.
  [[nodiscard]] float at(float u) const {
    float left = u * total_;
    for (const auto& [from, to, mass] : bands_) {
      if (left < mass) return from + (to - from) * left / mass;
      left -= mass;
    }
    return oldest_;
  }

 private:
  struct Band {
    float from;
    float to;
    float mass;
  };
  std::vector<Band> bands_;
  float total_ = 0;
  float oldest_ = 0;
};

/// Of men and women who arrive in the month.
std::array<AgeTable, 2> ages_of(const Inputs& inputs, Month arrival) {
  if (arrival < Month{0}) {
    const AgeTable stock(inputs.ages, false, 18.0F, 45.0F);
    return {stock, stock};
  }
  const auto& bands = arrival.year() <= 1998 ? inputs.ages_1990s : inputs.ages;
  return {AgeTable(bands, false, 0.0F, 200.0F), AgeTable(bands, true, 0.0F, 200.0F)};
}

/// The first two adults of different sex with an age gap below 15 become partners.
void marry(Persons& people, const std::vector<std::size_t>& members) {
  for (std::size_t a = 0; a < members.size(); ++a) {
    for (std::size_t b = a + 1; b < members.size(); ++b) {
      const std::size_t i = members[a];
      const std::size_t j = members[b];
      const bool adults = people.age[i] >= kAdult && people.age[j] >= kAdult;
      const int gap = std::abs(people.birth_month[i] - people.birth_month[j]);
      if (!adults || people.woman[i] == people.woman[j] || gap >= 15 * 12) continue;
      people.partner[i] = static_cast<PersonIndex>(j);
      people.partner[j] = static_cast<PersonIndex>(i);
      people.partner_origin[i] = people.partner_origin[j] = PartnerOrigin::northern;
      return;  // only the first such pair of a unit
    }
  }
}

}  // namespace

std::vector<Newcomer> form_units(const World& world, const Parameters& p,
                                 const std::vector<Ticket>& tickets, std::size_t begin,
                                 std::size_t end) {
  std::vector<Newcomer> newcomers;
  if (begin == end) return newcomers;
  newcomers.reserve(end - begin);
  const Month arrival = tickets[begin].arrival;
  const auto ages = ages_of(*world.inputs, arrival);
  const auto join = static_cast<float>(p.join_previous.at(arrival));
  std::size_t first_adult = end - begin;
  for (std::size_t t = begin; t < end; ++t) {
    const Ticket& ticket = tickets[t];
    const std::uint32_t id = ticket_of(arrival, ticket.rank);
    const float age = ages[ticket.woman ? 1 : 0].at(world.random.uniform(kAge, id, arrival));
    const std::size_t k = newcomers.size();
    newcomers.push_back({ticket, id, age, k});
    const bool adult = age >= kAdult;
    if (adult && first_adult == end - begin) first_adult = k;
    if (k <= first_adult) continue;  // children before the first adult: see below
    // One under 18 belongs to the nearest adult before; an adult joins the ticket before by chance.
    if (!adult || world.random.uniform(kJoins, id, arrival) < join) {
      newcomers[k].unit = newcomers[k - 1].unit;
    }
  }
  for (std::size_t k = 0; k < first_adult && first_adult < newcomers.size(); ++k) {
    newcomers[k].unit = 0;  // with the first adult after them; the unit begins with the first child
  }
  if (first_adult < newcomers.size() && first_adult > 0) {
    for (auto& newcomer : newcomers) {
      if (newcomer.unit == first_adult) newcomer.unit = 0;
    }
  }
  return newcomers;
}

/// Those under 18 are children of the first woman, else of the first adult.
void make_family(World& world, const std::vector<std::size_t>& members) {
  Persons& people = world.persons;
  marry(people, members);
  const auto none = members.size();
  std::size_t parent = none;
  for (std::size_t a = 0; a < none; ++a) {
    const std::size_t i = members[a];
    if (people.age[i] < kAdult) continue;
    if (parent == none) parent = a;
    if (people.woman[i] != 0 && people.woman[members[parent]] == 0) parent = a;
  }
  if (parent == none) return;
  for (const std::size_t i : members) {
    if (people.age[i] >= kAdult) continue;
    auto& youngest = people.youngest_child_birth[members[parent]];
    youngest = std::max(youngest, people.birth_month[i]);
  }
}

}  // namespace resettle::arrivals
