// With whom people come: ages, arrival units, couples and children (MODEL 7.2).

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "processes/arrivals.h"

namespace resettle::arrivals {

namespace {

/// Age in years by the bands, inverse distribution function, uniform inside a band; ages outside
/// [low, high) are left out.
float draw_age(const std::vector<AgeBand>& bands, bool woman, float u, float low, float high) {
  const auto mass = [&](const AgeBand& band) {
    const auto from = static_cast<float>(band.from_age);
    const auto to = static_cast<float>(band.to_age);
    const float inside = std::min(to, high) - std::max(from, low);
    const auto share = static_cast<float>(woman ? band.share_women : band.share_men);
    return inside <= 0 ? 0.0F : share * inside / (to - from);
  };
  float total = 0;
  for (const auto& band : bands) total += mass(band);
  float left = u * total;
  for (const auto& band : bands) {
    const float here = mass(band);
    if (here <= 0) continue;
    const float from = std::max(static_cast<float>(band.from_age), low);
    const float to = std::min(static_cast<float>(band.to_age), high);
    if (left < here) return from + (to - from) * left / here;
    left -= here;
  }
  return std::nextafter(std::min(high, static_cast<float>(bands.back().to_age)), 0.0F);
}

float draw_age(const Inputs& inputs, const Ticket& ticket, float u) {
  if (ticket.arrival < Month{0}) return draw_age(inputs.ages, false, u, 18.0F, 45.0F);
  const bool nineties = ticket.arrival.year() <= 1998;
  return draw_age(nineties ? inputs.ages_1990s : inputs.ages, ticket.woman, u, 0.0F, 200.0F);
}

}  // namespace

std::vector<Newcomer> form_units(const World& world, const Parameters& p,
                                 const std::vector<Ticket>& tickets, std::size_t begin,
                                 std::size_t end) {
  std::vector<Newcomer> newcomers;
  std::size_t first_adult = end - begin;
  for (std::size_t t = begin; t < end; ++t) {
    const Ticket& ticket = tickets[t];
    const std::uint32_t id = ticket_of(ticket.arrival, ticket.rank);
    const float age =
        draw_age(*world.inputs, ticket, world.random.uniform(kAge, id, ticket.arrival));
    const std::size_t k = newcomers.size();
    newcomers.push_back({ticket, id, age, k});
    const bool adult = age >= kAdult;
    if (adult && first_adult == end - begin) first_adult = k;
    if (k <= first_adult) continue;  // children before the first adult: see below
    const auto join = static_cast<float>(p.join_previous.at(ticket.arrival));
    // One under 18 belongs to the nearest adult before; an adult joins the ticket before by chance.
    if (!adult || world.random.uniform(kJoins, id, ticket.arrival) < join) {
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

/// The first two adults of different sex with an age gap below 15 are partners; those under 18 are
/// children of the first woman, else of the first adult (MODEL 7.2).
void make_family(World& world, const std::vector<std::size_t>& members) {
  Persons& people = world.persons;
  const auto none = members.size();
  std::size_t parent = none;
  for (std::size_t a = 0; a < none; ++a) {
    const std::size_t i = members[a];
    if (people.age[i] < kAdult) continue;
    if (parent == none) parent = a;
    if (people.woman[i] != 0 && people.woman[members[parent]] == 0) parent = a;
  }
  for (std::size_t a = 0; a < none; ++a) {
    for (std::size_t b = a + 1; b < none; ++b) {
      const std::size_t i = members[a];
      const std::size_t j = members[b];
      const bool adults = people.age[i] >= kAdult && people.age[j] >= kAdult;
      const bool free = people.partner[i] == kNobody && people.partner[j] == kNobody;
      const int gap = std::abs(people.birth_month[i] - people.birth_month[j]);
      // Only the first such pair of a unit: afterwards somebody in it has a partner.
      const bool first_pair = std::none_of(members.begin(), members.end(), [&](std::size_t m) {
        return people.partner[m] != kNobody;
      });
      if (!adults || !free || !first_pair || people.woman[i] == people.woman[j] || gap >= 15 * 12) {
        continue;
      }
      people.partner[i] = static_cast<PersonIndex>(j);
      people.partner[j] = static_cast<PersonIndex>(i);
      people.partner_origin[i] = people.partner_origin[j] = PartnerOrigin::northern;
    }
  }
  if (parent == none) return;
  for (const std::size_t i : members) {
    if (people.age[i] >= kAdult) continue;
    auto& youngest = people.youngest_child_birth[members[parent]];
    youngest = std::max(youngest, people.birth_month[i]);
  }
}

}  // namespace resettle::arrivals
