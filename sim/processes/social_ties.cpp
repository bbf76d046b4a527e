#include "processes/social_ties.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

#include "core/numerics.h"

namespace resettle::social_ties {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"ties.coethnic_formation", "per month", "new ties to fellow defectors per person", 0, 1},
     &P::coethnic_formation},
    {{"ties.coethnic_dissolution", "per month", "an ordinary co-ethnic tie ends", 0, 1},
     &P::coethnic_dissolution},
    {{"ties.host_formation", "per month", "proposals of a tie to a host, at exposure 1", 0, 1},
     &P::host_formation},
    {{"ties.host_dissolution", "per month", "an ordinary tie to a host ends", 0, 1},
     &P::host_dissolution},
    {{"ties.mentored_factor", "factor", "host ties end less often while mentored", 0, 2},
     &P::mentored_factor},
    {{"ties.centre_gain", "factor", "more co-ethnic meetings since regional centres opened", 0, 5},
     &P::centre_gain},
    {{"ties.exposure_base", "dimensionless", "occasions to meet hosts in daily life", 0, 5},
     &P::exposure_base},
    {{"ties.exposure_work", "dimensionless", "occasions at work", 0, 5}, &P::exposure_work},
    {{"ties.exposure_school", "dimensionless", "occasions at school", 0, 5}, &P::exposure_school},
    {{"ties.exposure_mentor", "dimensionless", "occasions through a mentor", 0, 10},
     &P::exposure_mentor},
    {{"ties.exposure_ngo", "dimensionless", "occasions through organisations' work with the public",
      0, 10},
     &P::exposure_ngo},
    {{"ties.degree_cap", "ties", "largest number of ties of a person", 1, TieBook::kSlots,
      ParameterKind::integer},
     &P::degree_cap},
    borrowed<P>("resocialization.orientation_strength", &P::orientation_strength),
};

constexpr auto kTieEnds = Decision::screened(5, "tie ends", 0, "an ordinary tie ends this month");
constexpr auto kCoethnicProposals =
    Decision::screened(5, "tie proposals", 0, "number of co-ethnic ties proposed");
constexpr auto kHostProposals =
    Decision::screened(3, "tie proposals", 1, "number of host ties proposed");
constexpr Decision kCoethnicPartner{"co-ethnic tie", 0, "who is proposed a co-ethnic tie"};
constexpr Decision kHostPartner{"host tie", 0, "which host is proposed a tie"};
constexpr Decision kHostAccepts{"host tie", 1, "the host accepts"};

constexpr Month kCentresOpen = month_of(2010, 1);  // regional centres (MODEL 9.1)
constexpr float kCommunityTilt = 0.3F;             // MODEL 9.1, community orientation

void end_ties(World& world, const P& p) {
  const Persons& people = world.persons;
  for_each_person(world, [&](std::size_t i) {
    if (!people.in_south(i)) {
      world.ties.remove_if(i, [](const Tie&) { return true; });
      return;
    }
    const float host_rate = p.host_dissolution * (people.has_mentor(i) ? p.mentored_factor : 1.0F);
    const std::uint32_t self = people.ticket[i];
    world.ties.remove_if(i, [&](const Tie& tie) {
      // One draw per tie: of the pair of tickets, or of ticket and host. Written without branches,
      // because kinds of ties follow one another at random.
      const bool to_host = tie.kind == TieKind::host;
      const std::size_t row = to_host ? i : tie.other;
      const std::uint32_t other = to_host ? tie.other : people.ticket[row];
      const bool in_order = to_host | (self < other);
      const float u = world.random.uniform(kTieEnds, in_order ? self : other, world.month,
                                           in_order ? other : self);
      const bool ends = (tie.strong == 0) & (u < (to_host ? host_rate : p.coethnic_dissolution));
      return ends | !people.in_south(row);
    });
  });
}

/// exp(-gap / scale) for gaps of 0, 1, 2 ... months.
class DecayTable {
 public:
  explicit DecayTable(float scale_months) {
    for (std::size_t gap = 0; gap < weight_.size(); ++gap) {
      weight_[gap] = exponential(-static_cast<float>(gap) / scale_months);
    }
  }
  [[nodiscard]] float at(int gap) const {
    return weight_[std::min(static_cast<std::size_t>(std::abs(gap)), weight_.size() - 1)];
  }

 private:
  std::array<float, 1024> weight_{};
};

const DecayTable& by_age() {
  static const DecayTable table(10 * 12);  // ten years of age
  return table;
}
const DecayTable& by_arrival() {
  static const DecayTable table(36);
  return table;
}

/// Somebody of the locality, with probability proportional to the meeting weight; kNobody if alone.
PersonIndex draw_partner(const World& world, PersonIndex proposer, float u,
                         std::vector<float>& cumulative) {
  const Persons& people = world.persons;
  const auto& residents = world.residents[people.locality[proposer]];
  const Resident self{proposer, people.birth_month[proposer], people.arrival_month[proposer]};
  const DecayTable& age_weight = by_age();
  const DecayTable& arrival_weight = by_arrival();
  cumulative.resize(residents.size());
  float total = 0;
  for (std::size_t k = 0; k < residents.size(); ++k) {
    const Resident& other = residents[k];
    const float weight = age_weight.at(other.birth_month - self.birth_month) *
                         arrival_weight.at(other.arrival_month - self.arrival_month);
    total += other.person == proposer ? 0.0F : weight;
    cumulative[k] = total;
  }
  if (total <= 0) return kNobody;
  const auto chosen = std::upper_bound(cumulative.begin(), cumulative.end(), u * total);
  const auto rank =
      static_cast<std::size_t>(std::min(chosen, cumulative.end() - 1) - cumulative.begin());
  const PersonIndex partner = residents[rank].person;
  return partner == proposer ? kNobody : partner;
}

using Pair = std::pair<PersonIndex, PersonIndex>;

/// Proposals are made by all at once, each block of persons into its own list; then sorted.
template <class Propose>
std::vector<Pair> collect_proposals(World& world, Propose&& propose) {
  const std::size_t blocks = world.persons.size() / kBlockSize + 1;
  std::vector<std::vector<Pair>> by_block(blocks);
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    std::vector<float> scratch;
    for (std::size_t i = begin; i < end; ++i) {
      if (world.persons.active[i] != 0) propose(i, by_block[begin / kBlockSize], scratch);
    }
  });
  std::vector<Pair> proposals;
  for (const auto& block : by_block) proposals.insert(proposals.end(), block.begin(), block.end());
  std::sort(proposals.begin(), proposals.end());
  return proposals;
}

void propose_coethnic(const World& world, const P& p, std::size_t i, float u,
                      std::vector<Pair>& proposals, std::vector<float>& scratch) {
  const Persons& people = world.persons;
  const bool community = people.disposition[i] == Disposition::community;
  // The parameter is the rate at which a person gains ties (limit V5 of the model); a tie may come
  // from either end, so each proposes at half of it.
  const float rate = 0.5F * p.coethnic_formation *
                     (world.month >= kCentresOpen ? 1.0F + p.centre_gain : 1.0F) *
                     (1.0F + when(community, kCommunityTilt * p.orientation_strength));
  const int count = poisson_quantile(rate, 1.0F - u);  // screened: small numbers bring ties
  for (int k = 0; k < count; ++k) {
    const float who = world.random.uniform(kCoethnicPartner, people.ticket[i], world.month,
                                           static_cast<std::uint32_t>(k));
    const PersonIndex other = draw_partner(world, static_cast<PersonIndex>(i), who, scratch);
    if (other != kNobody) proposals.emplace_back(std::minmax(static_cast<PersonIndex>(i), other));
  }
}

/// Ties to hosts are applied at once: they touch the person's own row only, and the attitude read
/// here is not written in this step.
void form_host_ties(World& world, const P& p, std::size_t i, float u) {
  const Persons& people = world.persons;
  const Exposure situation{people.works(i), people.in_school(i), people.has_mentor(i),
                           world.organisations[people.locality[i]].public_effort};
  const float rate = host_proposals(p, exposure(p, situation), people.dialect_fluency[i],
                                    people.disposition[i] == Disposition::community);
  const int count = poisson_quantile(rate, 1.0F - u);  // screened: small numbers bring ties
  for (int k = 0; k < count; ++k) {
    const auto draws = world.random.draws(kHostPartner, people.ticket[i], world.month,
                                          static_cast<std::uint32_t>(k));
    const auto rank = static_cast<std::size_t>(draws.uniform(kHostPartner) *
                                               static_cast<float>(world.hosts.per_locality));
    const auto host = static_cast<HostIndex>(people.locality[i] * world.hosts.per_locality + rank);
    if (draws.uniform(kHostAccepts) < 1.0F - world.hosts.stranger_attitude(host)) {
      world.ties.connect_host(static_cast<PersonIndex>(i), host, world.month, false, p.degree_cap);
    }
  }
}

void form_ties(World& world, const P& p) {
  const auto proposals = collect_proposals(world, [&](std::size_t i, std::vector<Pair>& pairs,
                                                      std::vector<float>& scratch) {
    const auto number = [&](const Decision& decision) {
      return world.random.uniform(decision, world.persons.ticket[i], world.month);
    };
    propose_coethnic(world, p, i, number(kCoethnicProposals), pairs, scratch);
    form_host_ties(world, p, i, number(kHostProposals));
  });
  for (const auto& [one, other] : proposals) {
    world.ties.connect(one, other, world.month, false, p.degree_cap);
  }
}

}  // namespace

float exposure(const Parameters& p, const Exposure& situation) {
  return p.exposure_base + when(situation.works, p.exposure_work) +
         when(situation.in_school, p.exposure_school) +
         when(situation.has_mentor, p.exposure_mentor) +
         p.exposure_ngo * situation.ngo_public_effort;
}

float host_proposals(const Parameters& p, float exposure, float dialect_fluency, bool community) {
  return p.host_formation * exposure * 2.0F * (0.4F + dialect_fluency) *
         (1.0F + when(community, kCommunityTilt * p.orientation_strength));
}

float meeting_weight(int age_gap_months, int arrival_gap_months) {
  return by_age().at(age_gap_months) * by_arrival().at(arrival_gap_months);
}

std::unique_ptr<Process> dissolution() {
  return make_process<P>({"ties end",
                          "Ordinary ties end by chance; ties to those who died or left end.",
                          "MODEL 9.1; Mollenhorst, Roy 2022, Burt 2002 (turnover, S10)",
                          {"presence", "mentor_months_left"},
                          {},
                          {kTieEnds}},
                         kTable, end_ties);
}

std::unique_ptr<Process> formation() {
  return make_process<P>(
      {"ties form",
       "Fellow defectors near in age and arrival meet; hosts are met at work, school, by mentors.",
       "MODEL 9.1; SOEP refugees 2017 (S11); interviews (S12)",
       {"active", "locality", "birth_month", "arrival_month", "disposition", "labour_state",
        "mentor_months_left", "dialect_fluency"},
       {},
       {kCoethnicProposals, kHostProposals, kCoethnicPartner, kHostPartner, kHostAccepts}},
      kTable, form_ties);
}

}  // namespace resettle::social_ties
