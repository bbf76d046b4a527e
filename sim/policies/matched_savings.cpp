#include "policies/matched_savings.h"

#include <algorithm>
#include <vector>

#include "engine/free_money.h"
#include "engine/queue.h"
#include "engine/screened.h"
#include "population/pay.h"

namespace resettle::matched_savings {

namespace {

using P = Parameters;

const ParameterTable<P> kTable = with_offer<P>(
    "matched_savings",
    {
        {{"policies.matched_savings.first_arrival", "month",
          "first month of arrival that is entitled", -400, kNoEnd, ParameterKind::month},
         level(&P::first_arrival)},
        {{"policies.matched_savings.join_rate", "per month", "an entitled worker opens an account",
          0, 1},
         effect(&P::join_rate).by_line()},
        {{"policies.matched_savings.monthly_max_krw", "KRW/month", "largest saving that is matched",
          0, 1e7},
         effect(&P::monthly_max_krw)},
        {{"policies.matched_savings.saving_share", "share",
          "net pay put into the account, up to the largest saving", 0, 1},
         effect(&P::saving_share)},
        {{"policies.matched_savings.max_months", "months",
          "months after which an account is paid out, by arrival", 1, 240, ParameterKind::integer},
         level(&P::max_months)},
        {{"policies.matched_savings.min_months", "months",
          "months an account must be kept for the match", 0, 240, ParameterKind::integer},
         level(&P::min_months)},
        {{"policies.matched_savings.other_closure_rate", "per month",
          "an account is closed early although its owner works", 0, 1},
         effect(&P::other_closure_rate)},
        borrowed<P>("wages.deduction_rate", &P::deduction_rate),
    },
    OfferedTo::holders);

constexpr Decision kOffered{"matched account", 0, "a matched account is offered"};
constexpr auto kJoins = Decision::screened(4, "matched account", 1, "opens a matched account");
constexpr auto kCloses =
    Decision::screened(5, "matched account", 2, "closes the matched account early");
constexpr Decision kRation{"matched account", 3, "order of the queue for matched accounts"};

constexpr int kTenureToJoin = 3;  // months in a job; MODEL 16.2
constexpr int kIdleToClose = 3;   // months without one; MODEL 16.2

/// A first saving opens an account and closing empties it, so own savings tell whether it runs.
bool has_account(const Persons& people, std::size_t i) { return people.account_own_krw[i] > 0; }

std::int32_t saving_of(const Persons& people, const P& p, std::size_t i) {
  return saving_krw(p, people.monthly_wage_krw[i], people.assets_krw[i]);
}

/// Own savings leave what can be spent, hence are out of reach of fraud; each won is matched.
void save(Persons& people, const P& p, std::size_t i) {
  const std::int32_t saved = saving_of(people, p, i);
  people.assets_krw[i] -= saved;
  people.account_own_krw[i] += saved;
  people.account_match_krw[i] += saved;
}

void close(World& world, std::size_t i, bool with_match) {
  Persons& people = world.persons;
  people.assets_krw[i] += people.account_own_krw[i];
  if (with_match) {
    people.assets_krw[i] += people.account_match_krw[i];
    world.ledger.add(LedgerLine::matched_savings, people.account_match_krw[i]);
  }
  people.account_own_krw[i] = 0;
  people.account_match_krw[i] = 0;
}

bool closes_early(const World& world, const P& p, std::size_t i) {
  return CanBeMet(world, kCloses, p.other_closure_rate)(i) &&
         world.random.uniform(kCloses, world.persons.ticket[i], world.month) < p.other_closure_rate;
}

/// Another month of a running account, under the terms of this month; it runs on when no new ones
/// are opened.
void keep(World& world, const P& p, std::size_t i) {
  Persons& people = world.persons;
  if (people.active[i] == 0) {  // died or left: own savings go where the assets go, unmatched
    close(world, i, false);
    return;
  }
  const int kept = world.month.index - people.account_opened[i];
  const bool idle = !people.works(i) && people.months_since_job(i, world.month) >= kIdleToClose;
  if (kept >= static_cast<int>(p.max_months.at(Month{people.arrival_month[i]}))) {
    close(world, i, true);
  } else if (idle || closes_early(world, p, i) || has_run_out(world, p, i)) {
    close(world, i, kept >= p.min_months);
  } else if (people.works(i)) {
    save(people, p, i);
  }
}

/// Who has held a job long enough. An account is had once in a life.
bool may_join(const Persons& people, const P& p, std::size_t i) {
  return (people.active[i] != 0) & people.works(i) & !people.self_employed(i) &
         (people.job_tenure_months[i] >= kTenureToJoin) &
         (people.account_opened[i] == kNever.index) &
         (people.arrival_month[i] >= p.first_arrival.index);
}

std::vector<PersonIndex> candidates(const World& world, const P& p) {
  const Persons& people = world.persons;
  const CanBeMet can_join(world, kJoins, p.largest(&P::join_rate));
  return gather_persons(world, [&](Rows rows, std::vector<PersonIndex>& list) {
    RowFlags could_join;
    work_out(rows, could_join,
             [&](std::size_t i) -> std::uint8_t { return may_join(people, p, i) & can_join(i); });
    for_each_flagged(rows, could_join, [&](std::size_t i) {
      const float u = world.random.uniform(kJoins, people.ticket[i], world.month);
      const auto joins = [u](const P& terms) { return u < terms.join_rate; };
      if (saving_of(people, p, i) > 0 && offered_terms(world, p, kOffered, i, joins) != nullptr) {
        list.push_back(static_cast<PersonIndex>(i));
      }
    });
  });
}

/// The match that an account may still be paid. Who closes it when, is the saver's affair, so every
/// year in which that may happen sets aside what the account can hold by then: a cap is kept with
/// room to spare.
void promise(Promises& promises, const World& world, const P& p, std::size_t i, bool opens_now) {
  const Persons& people = world.persons;
  const Month opened = opens_now ? world.month : Month{people.account_opened[i]};
  const Month last = std::max(
      opened + static_cast<int>(p.max_months.at(Month{people.arrival_month[i]})), world.month + 1);
  const Month first = std::max(opened + p.min_months, world.month + 1);
  if (first > last) return;                 // paid out without the match
  const int saved_now = opens_now ? 0 : 1;  // running accounts have had this month's saving
  promises.add_once(first, last, [&](Month month) {
    const int savings = month - world.month - saved_now;
    return static_cast<double>(people.account_match_krw[i]) +
           static_cast<double>(savings) * static_cast<double>(p.monthly_max_krw);
  });
}

Promises running_accounts(const World& world, const P& p) {
  Promises running(world.month);
  if (!world.budgets.cap(CappedInstrument::matched_savings)) return running;
  for (std::size_t i = 0; i < world.persons.size(); ++i) {
    if (has_account(world.persons, i)) promise(running, world, p, i, false);
  }
  return running;
}

void open_accounts(World& world, const P& p) {
  Persons& people = world.persons;
  FreeMoney money(world, CappedInstrument::matched_savings, running_accounts(world, p));
  const std::size_t running =
      p.is_limited() ? count_persons(world, [&](std::size_t i) { return has_account(people, i); })
                     : 0;
  for (const PersonIndex i :
       ration(world, p, Place::matched_savings, kRation, candidates(world, p), running)) {
    Promises account(world.month);
    promise(account, world, p, i, true);
    if (!money.take(account)) break;  // or shorter accounts would overtake
    world.places.begin(Place::matched_savings);
    people.account_opened[i] = static_cast<std::int16_t>(world.month.index);
    save(people, p, i);
  }
}

void step(World& world, const P& p) {
  const Persons& people = world.persons;
  for_blocks(world.parallel, people.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    RowFlags running;
    work_out(rows, running,
             [&](std::size_t i) -> std::uint8_t { return has_account(people, i) ? 1 : 0; });
    for_each_flagged(rows, running, [&](std::size_t i) { keep(world, p, i); });
  });
  if (p.is_on(world.month) && p.coverage > 0.0F) open_accounts(world, p);
}

}  // namespace

std::int32_t saving_krw(const Parameters& p, std::int32_t gross_pay_krw, std::int32_t assets_krw) {
  const float net_pay = pay_of(gross_pay_krw, p.deduction_rate).net;
  const auto wanted =
      static_cast<std::int32_t>(std::min(p.monthly_max_krw, p.saving_share * net_pay));
  return std::max(0, std::min(wanted, assets_krw));
}

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"matched savings",
       "Workers save in an account that is matched when it is kept long enough.",
       "MODEL 16.2; mirae haengbok account from December 2015 (policy_instruments.csv)",
       {"active", "labour_state", "job_tenure_months", "idle_since", "arrival_month",
        "monthly_wage_krw", kEligibility},
       {"assets_krw", "account_own_krw", "account_match_krw", "account_opened", "budgets",
        "accounts begun"},
       {kOffered, kJoins, kCloses, kRation}},
      kTable, step);
}

}  // namespace resettle::matched_savings
