#include "policies/ngos.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "core/numerics.h"

namespace resettle::ngos {

namespace {

using P = Parameters;

const ParameterTable<P> kTable = with_offer<P>(
    "ngo_partnership",
    {
        {{"ngos.enabled", "switch", "organisations exist; else their effect is the reference", 0, 1,
          ParameterKind::flag},
         effect(&P::enabled)},
        {{"ngos.northern_start", "month", "first month of the North-led organisations", -400,
          kNoEnd, ParameterKind::month},
         level(&P::northern_start)},
        {{"ngos.reference_effect", "0-1 scale", "effect of organisations that changes nothing",
          0.01, 1},
         level(&P::reference_effect)},
        {{"ngos.south_resources", "dimensionless",
          "resources of a South-led one, 1 is 200 M KRW a year", 0, 1.5},
         level(&P::south_resources)},
        {{"ngos.south_competence", "0-1 scale", "competence of a South-led one", 0, 1},
         level(&P::south_competence)},
        {{"ngos.south_users", "share", "defectors a South-led one can reach", 0, 1},
         level(&P::south_users)},
        {{"ngos.north_resources", "dimensionless", "usual resources of the North-led one, as above",
          0, 1.5},
         level(&P::north_resources)},
        {{"ngos.north_competence", "0-1 scale", "competence of the North-led one at first", 0, 1},
         level(&P::north_competence)},
        {{"ngos.north_users", "share", "defectors the North-led one can reach", 0, 1},
         level(&P::north_users)},
        {{"ngos.goodwill_of_south", "0-1 scale", "first goodwill of South-led to North-led", 0, 1},
         level(&P::goodwill_of_south)},
        {{"ngos.goodwill_of_north", "0-1 scale", "first goodwill of North-led to South-led", 0, 1},
         level(&P::goodwill_of_north)},
        {{"ngos.trust_of_south", "0-1 scale", "first trust of South-led in competence", 0, 1},
         level(&P::trust_of_south)},
        {{"ngos.trust_of_north", "0-1 scale", "first trust of North-led in competence", 0, 1},
         level(&P::trust_of_north)},
        {{"ngos.tension", "0-1 scale", "tension between the two Koreas, an input", 0, 1},
         level(&P::tension)},
        {{"ngos.risk_base", "0-1 scale", "risk of cooperation without tension", 0, 1},
         level(&P::risk_base)},
        {{"ngos.risk_tension", "0-1 scale", "risk added by full tension", 0, 1},
         effect(&P::risk_tension)},
        {{"ngos.risk_incentive", "0-1 scale", "risk that joint funds take away", 0, 1},
         effect(&P::risk_incentive)},
        {{"ngos.risk_seat", "0-1 scale", "risk that a Northern seat on the board takes away", 0, 1},
         effect(&P::risk_seat)},
        {{"ngos.goodwill_threshold", "0-1 scale", "goodwill a partnership needs", 0, 1},
         level(&P::goodwill_threshold)},
        {{"ngos.competence_threshold", "0-1 scale", "trust in competence a partnership needs", 0,
          1},
         level(&P::competence_threshold)},
        {{"ngos.risk_threshold", "0-1 scale", "safety (1 - risk) a partnership needs", 0, 1},
         level(&P::risk_threshold)},
        {{"ngos.need_threshold", "dimensionless", "need of tactical cooperation at no risk", 0, 2},
         level(&P::need_threshold)},
        {{"ngos.success_base", "probability", "a quarter of cooperation goes well", 0, 1},
         level(&P::success_base)},
        {{"ngos.success_competence", "dimensionless", "more with the competence of both", 0, 1},
         effect(&P::success_competence)},
        {{"ngos.success_partnership", "dimensionless", "more in a partnership", 0, 1},
         effect(&P::success_partnership)},
        {{"ngos.goodwill_learning", "per quarter", "missing goodwill gained by a success", 0, 1},
         effect(&P::goodwill_learning)},
        {{"ngos.competence_learning", "per quarter", "missing trust gained by a success", 0, 1},
         effect(&P::competence_learning)},
        {{"ngos.negativity", "factor", "weight of a failure against a success", 0, 20},
         effect(&P::negativity)},
        {{"ngos.funding_loss_rate", "per year", "North-led ones on yearly money lose 30 %", 0, 1},
         effect(&P::funding_loss_rate)},
        {{"ngos.foreign_funding", "per quarter", "resources and competence from foreign funders", 0,
          1},
         effect(&P::foreign_funding)},
        {{"ngos.foreign_pull", "share",
          "effort for settlement that an organisation on foreign money turns elsewhere", 0, 1},
         effect(&P::foreign_pull)},
        {{"ngos.confidence_gain", "per quarter",
          "missing trust that an organisation on foreign money gains by itself", 0, 1},
         effect(&P::confidence_gain)},
        {{"ngos.public_drift", "per quarter",
          "share of effort that a South-led one turns to the public after a year apart", 0, 1},
         effect(&P::public_drift)},
        {{"ngos.most_public_share", "share", "most of the effect that goes there", 0, 1},
         level(&P::most_public_share)},
        {{"ngos.duplication", "share", "effort done twice without cooperation", 0, 1},
         effect(&P::duplication)},
        {{"ngos.public_share", "share", "effect that goes into public awareness", 0, 1},
         effect(&P::public_share)},
        {{"boards.minimum_defectors", "persons", "residents from which there is a board", 0, 1e6},
         level(&P::minimum_defectors)},
        {{"boards.northern_seat", "probability", "a new board gives a seat to the North-led one", 0,
          1},
         effect(&P::northern_seat)},
        {{"policies.ngo_partnership.northern_seats", "switch", "a seat for every North-led one", 0,
          1, ParameterKind::flag},
         effect(&P::northern_seats)},
        {{"policies.ngo_partnership.joint_funds_krw", "KRW/year",
          "in equal parts to the localities it is offered to, nominal", 0, 1e12},
         effect(&P::joint_funds_krw)},
        {{"policies.ngo_partnership.evaluation", "switch", "joint work is evaluated", 0, 1,
          ParameterKind::flag},
         effect(&P::evaluation)},
        {{"policies.ngo_partnership.multi_year_staff", "switch",
          "North-led ones get money for staff over several years", 0, 1, ParameterKind::flag},
         effect(&P::multi_year_staff)},
        {{"policies.ngo_partnership.partnership_training", "switch",
          "training to learn from joint work", 0, 1, ParameterKind::flag},
         effect(&P::partnership_training)},
    },
    OfferedTo::nobody);

constexpr Decision kSucceeds{"organisations", 0, "a quarter of cooperation goes well"};
constexpr Decision kLosesFunds{"organisations", 1, "the North-led organisation loses funds"};
constexpr Decision kSeat{"board", 0, "a new board gives the North-led organisation a seat"};
constexpr Decision kOffered{"board", 1, "the partnership of organisations is offered"};
constexpr Decision kQueue{"board", 2, "order of the boards in the queue for partnership"};

constexpr Month kFirstBoards = month_of(1998, 1);  // MODEL 17.3
constexpr float kFundingLoss = 0.3F;               // MODEL 17.2
constexpr float kFundingRecovery = 0.2F;           // per year; MODEL 17.2
constexpr float kMostForeignFunding = 1.0F;        // MODEL 17.2
constexpr float kTrainedLearning = 1.5F;           // MODEL 17.2
constexpr float kForeignKept = 0.88F;              // share of the stock after a quarter; MODEL2 12
constexpr float kForeignLeft = 0.5F;               // of it a quarter after funders have gone
constexpr int kQuartersApart = 4;                  // until the South-led one turns to the public

/// South-led organisations are there from the first month, North-led ones appear at their date.
/// An organisation that does not exist has no users and no money.
void start(World& world, const P& p) {
  for (LocalOrganisations& local : world.organisations) {
    if (!local.started) {
      local.started = true;
      local.resources = {p.south_resources, p.south_resources, 0};
      local.competence = {p.south_competence, p.south_competence, 0};
      local.users = {p.south_users, p.south_users, 0};
      local.dyads.fill(first_dyad(p));
    }
    if (local.northern_active || world.month < p.northern_start) continue;
    local.northern_active = true;
    local.resources[kNorthern] = p.north_resources;
    local.competence[kNorthern] = p.north_competence;
    local.users[kNorthern] = p.north_users;
  }
}

/// Residents of all ages who have left the facility, by locality.
std::vector<int> residents_by_locality(const World& world) {
  const Persons& people = world.persons;
  std::vector<int> residents(world.localities());
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (people.in_south(i) && !people.in_facility(i)) ++residents[people.locality[i]];
  }
  return residents;
}

/// In January and July boards begin where many defectors live, and end where few are left.
void convene_boards(World& world, const P& p) {
  if (world.month < kFirstBoards || world.month.month_of_year() % 6 != 1) return;
  const auto residents = residents_by_locality(world);
  for (std::size_t l = 0; l < world.localities(); ++l) {
    LocalOrganisations& local = world.organisations[l];
    const bool exists = static_cast<float>(residents[l]) >= p.minimum_defectors * world.scale;
    if (exists && !local.board) {
      const float u = world.random.uniform(kSeat, static_cast<std::uint32_t>(l), Month{0});
      local.seat_by_lot = u < p.northern_seat;
    }
    local.board = exists;
  }
}

/// Which boards the partnership instrument supports; one that has a place keeps it. The group of a
/// pilot are persons, so `pilot_only` leaves out every board.
void offer_support(World& world, const P& p) {
  std::vector<std::pair<float, std::size_t>> queue;
  for (std::size_t l = 0; l < world.localities(); ++l) {
    LocalOrganisations& local = world.organisations[l];
    const bool had_place = std::exchange(local.supported, false);
    if (!p.is_on(world.month) || p.pilot_only || p.coverage <= 0.0F || !local.board) continue;
    const auto draws = world.random.draws(kOffered, static_cast<std::uint32_t>(l), Month{0});
    if (draws.uniform(kOffered) >= p.coverage) continue;
    queue.emplace_back(had_place ? 0.0F : draws.uniform(kQueue), l);
  }
  std::sort(queue.begin(), queue.end());
  if (p.capacity < static_cast<float>(queue.size())) {
    queue.resize(static_cast<std::size_t>(p.capacity));
  }
  for (const auto& [u, l] : queue) world.organisations[l].supported = true;
  for (LocalOrganisations& local : world.organisations) {
    const bool given = local.seat_by_lot || (local.supported && p.northern_seats);
    local.northern_seat = local.board && local.northern_active && given;
  }
}

/// The January of the North-led organisations.
void renew_budgets(World& world, const P& p) {
  for (std::size_t l = 0; l < world.localities(); ++l) {
    LocalOrganisations& local = world.organisations[l];
    local.joint_funds = 0;
    if (!local.northern_active) continue;
    const auto id = static_cast<std::uint32_t>(l);
    const bool secure = local.supported && p.multi_year_staff;
    const bool lost =
        !secure && world.random.uniform(kLosesFunds, id, world.month) < p.funding_loss_rate;
    local.resources[kNorthern] = after_january(local.resources[kNorthern], p.north_resources, lost);
  }
}

/// Joint funds of a calendar year are paid at once, in January or the first later month in which
/// there are any; with a split budget the content of its purse comes on top.
void pay_joint_funds(World& world, const P& p) {
  std::vector<LocalOrganisations*> receivers;
  for (LocalOrganisations& local : world.organisations) {
    if (local.joint_funds > 0.0F) return;
    if (local.supported) receivers.push_back(&local);
  }
  if (receivers.empty()) return;
  const auto scale = static_cast<double>(world.scale);
  double krw = static_cast<double>(p.joint_funds_krw) * scale;
  if (world.purses.in_force) {
    const double purse = std::max(0.0, world.purses.left(Purse::ngo_funds));
    world.purses.spend(Purse::ngo_funds, purse);
    krw += purse;
  }
  if (krw <= 0.0) return;
  world.ledger.add(LedgerLine::ngo_funds, std::llround(krw));
  const double part = krw / scale / static_cast<double>(receivers.size());
  for (auto* local : receivers) local->joint_funds = static_cast<float>(part / kKrwPerResource);
}

/// Foreign funders bring the North-led organisation resources, skills and confidence. When they go,
/// most of their money is gone within two quarters; skills stay.
void take_foreign_money(const P& p, LocalOrganisations& local) {
  float& resources = local.resources[kNorthern];
  if (p.foreign_funding > 0.0F) {
    for (auto* own : {&resources, &local.competence[kNorthern]}) {
      *own = std::max(*own, std::min(kMostForeignFunding, *own + p.foreign_funding));
    }
    local.foreign = kForeignKept * local.foreign + p.foreign_funding;
  } else {
    const float lost = (1.0F - kForeignLeft) * local.foreign;
    local.foreign -= lost;
    resources = positive_part(resources - lost);
  }
  const float gained = p.confidence_gain * local.foreign_share();
  for (Dyad& dyad : local.dyads) {
    for (float* trust : {&dyad.goodwill_ba, &dyad.competence_ba})
      *trust += gained * (1.0F - *trust);
  }
}

/// A South-led organisation that works with nobody for a year turns to the public, and comes back.
void turn_to_public(const P& p, LocalOrganisations& local, std::size_t d) {
  int& apart = local.quarters_apart[d];
  apart = local.dyads[d].mode == DyadMode::none ? std::min(apart + 1, kQuartersApart) : 0;
  float& more = local.more_for_public[d];
  const float most = positive_part(p.most_public_share - p.public_share);
  more = apart == kQuartersApart ? std::min(most, more + p.public_drift)
                                 : positive_part(more - p.public_drift);
}

/// A quarter of working together, or not.
void cooperate(World& world, const P& p, std::size_t l) {
  LocalOrganisations& local = world.organisations[l];
  if (!local.northern_active) return;
  take_foreign_money(p, local);
  const bool trained = local.supported && p.partnership_training;
  for (std::size_t d = 0; d < kDyads; ++d) {
    Dyad& dyad = local.dyads[d];
    dyad.risk = risk(p, local.joint_funds > 0.0F, local.northern_seat);
    dyad.mode = mode_of(p, dyad, need(local, d));
    turn_to_public(p, local, d);
    if (dyad.mode == DyadMode::none) {
      forget(p, dyad);
      continue;
    }
    const float chance =
        success_probability(p, dyad.mode, local.competence[d], local.competence[kNorthern],
                            local.supported && p.evaluation);
    const auto id = static_cast<std::uint32_t>(4 * l + d);
    const bool success = world.random.uniform(kSucceeds, id, world.month) < chance;
    learn(p, dyad, success, trained ? kTrainedLearning : 1.0F);
  }
}

void step(World& world, const P& p) {
  if (p.enabled) {
    start(world, p);
    convene_boards(world, p);
    offer_support(world, p);
    if (world.month.month_of_year() == 1) renew_budgets(world, p);
    pay_joint_funds(world, p);
    if (world.month.month_of_year() % 3 == 0) {
      for (std::size_t l = 0; l < world.localities(); ++l) cooperate(world, p, l);
    }
  }
  for (LocalOrganisations& local : world.organisations) take_effect(p, local);
}

}  // namespace

float after_january(float resources, float usual, bool lost) {
  return lost ? (1.0F - kFundingLoss) * resources
              : resources + kFundingRecovery * positive_part(usual - resources);
}

void take_effect(const Parameters& p, LocalOrganisations& local) {
  if (!p.enabled) {
    for (Dyad& dyad : local.dyads) dyad.mode = DyadMode::none;
    local.reach = local.quality = local.duplication = local.public_effort = 0;
    local.effect = p.reference_effect;
    return;
  }
  local.reach = reach(p, local);
  local.quality = quality(local);
  local.duplication = duplication(p, local);
  local.effect = local.reach * local.quality * (1.0F - local.duplication);
  const float more = (local.more_for_public[0] + local.more_for_public[1]) / 2.0F;
  local.public_effort = (p.public_share + more) * local.effect;
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"organisations",
       "South-led and North-led organisations of a locality work together or not, by goodwill, "
       "trust in competence, risk and need; boards change no more than the risk. Foreign money "
       "builds "
       "the North-led one and pulls it from settlement; who works with nobody turns to the public.",
       "MODEL 17.2, 17.3, MODEL2 12; Lee 2023 (T02), Das and Teng 2001, Walker 2007 (T03), "
       "negativity (T07)",
       {"presence", "labour_state", "locality", "organisations"},
       {"organisations", "budgets"},
       {kSucceeds, kLosesFunds, kSeat, kOffered, kQueue}},
      kTable, step);
}

}  // namespace resettle::ngos
