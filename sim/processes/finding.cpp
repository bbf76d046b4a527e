#include "processes/finding.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/numerics.h"
#include "population/women.h"

namespace resettle::finding {

namespace {

using P = Parameters;

const ParameterTable<P> kTable{
    {{"finding.intercept", "logit", "being hired, given search, all else at its reference", -10,
      10},
     level(&P::intercept)},
    {{"finding.age_slope", "logit/10 years", "harder per ten years over 45", -5, 5},
     effect(&P::age_slope)},
    {{"finding.dialect_slope", "logit", "dialect fluency", -5, 5}, effect(&P::dialect_slope)},
    {{"finding.skill_slope", "logit", "skill", -5, 5}, effect(&P::skill_slope)},
    {{"finding.certificate_effect", "logit", "vocational certificate", -5, 5},
     effect(&P::certificate_effect)},
    {{"finding.prejudice_slope", "logit", "prejudice of employers", -5, 5},
     effect(&P::prejudice_slope)},
    {{"finding.dialect_shield", "share", "of that prejudice dialect fluency prevents", 0, 1},
     effect(&P::dialect_shield)},
    {{"finding.duration_slope", "logit at 8 months", "time without a job, up to eight months", -5,
      5},
     effect(&P::duration_slope)},
    {{"finding.illness_penalty", "logit", "chronic illness", -5, 5}, effect(&P::illness_penalty)},
    {{"finding.woman_penalty", "logit", "women are hired less than men", -5, 5},
     effect(&P::woman_penalty)},
    {{"finding.officer_base", "logit", "a case officer of quality 0, at full attention", -5, 5},
     effect(&P::officer_base)},
    {{"finding.officer_slope", "logit/SD", "quality of the case officer, at full attention", -5, 5},
     effect(&P::officer_slope)},
    {{"finding.mentor_effect", "logit", "a mentor", -5, 5},
     effect(&P::mentor_effect).of("mentoring")},
    {{"finding.trade_mentor_effect", "logit", "a mentor of the trade", -5, 5},
     effect(&P::trade_mentor_effect).of("mentoring")},
    {{"finding.ngo_slope", "logit", "organisations of the locality, full effect against none", -5,
      5},
     effect(&P::ngo_slope)},
    borrowed<P>("ngos.reference_effect", &P::ngo_reference),
    {{"finding.legal_status", "logit", "right to work, 0 = that of a citizen", -20, 5},
     effect(&P::legal_status)},
    {{"finding.subsidy_slope", "logit at value 1", "wage subsidy offered to the employer", -5, 5},
     effect(&P::subsidy_slope).of("wage_subsidy")},
    {{"finding.subsidy_stigma", "logit per 0.2 of prejudice",
      "who could be subsidised is hired less by employers more prejudiced than 0.3", -5, 5},
     effect(&P::subsidy_stigma).of("wage_subsidy")},
    {{"finding.tightness_slope", "logit/point", "tight labour market", -5, 5},
     effect(&P::tightness_slope)},
    {{"finding.host_tie_rate", "per tie-month", "a host tie leads to a job", 0, 1},
     effect(&P::host_tie_rate)},
    {{"finding.inlaw_rate", "per month", "the in-laws of a southern partner lead to a job", 0, 1},
     effect(&P::inlaw_rate)},
    {{"finding.coethnic_rate", "per tie-month", "a working, settled co-ethnic leads to a job", 0,
      1},
     effect(&P::coethnic_rate)},
    {{"self_employment.vacancy_rate", "per month", "an established business offers a job", 0, 1},
     effect(&P::vacancy_rate)},
    borrowed<P>("resocialization.orientation_strength", &P::orientation_strength),
};

constexpr Decision kFormal{"finding", 0, "hired through an application"};
constexpr Decision kNetwork{"finding", 1, "hired through a contact"};
constexpr Decision kViaHost{"finding", 2, "that contact is a host or in-law"};
constexpr Decision kFirstEmployer{"employers", 0, "first employer met this month"};
constexpr Decision kSecondEmployer{"employers", 1, "second employer met this month"};
constexpr Decision kBusinessOffers{"business offer", 0, "an established business offers a job"};
constexpr Decision kBusinessChooses{"business offer", 1, "which searching tie is offered the job"};

constexpr int kSettledMonths = 24;      // MODEL 8.2: contacts at least two years in the South
constexpr float kSituationTilt = 0.1F;  // MODEL 8.2: situation-responsive disposition
constexpr int kDurationCounts = 8;      // months, MODEL 8.2
constexpr int kEstablishedMonths = 36;  // MODEL 8.2: age of a business that hires
constexpr float kMild = 0.3F;           // E2.11, definition: prejudice that knows no stigma,
constexpr float kMoreThanMild = 0.2F;   // and the unit in which more of it is told
constexpr float kRounding = 1e-6F;      // more than a probability can be off

/// Mean attitude of the two employers met this month.
float employer_prejudice(const World& world, std::size_t i) {
  const Persons& people = world.persons;
  const auto draws = world.random.draws(kFirstEmployer, people.ticket[i], world.month);
  const auto attitude = [&](const Decision& decision) {
    const auto rank = static_cast<std::size_t>(draws.uniform(decision) *
                                               static_cast<float>(world.hosts.per_locality));
    return world.hosts.stranger_attitude(
        static_cast<HostIndex>(people.locality[i] * world.hosts.per_locality + rank));
  };
  return 0.5F * (attitude(kFirstEmployer) + attitude(kSecondEmployer));
}

Applicant applicant_of(const World& world, std::size_t i, float subsidy_value) {
  const Persons& people = world.persons;
  return {
      .age = people.age[i],
      .woman = people.woman[i] != 0,
      .dialect_fluency = people.dialect_fluency[i],
      .south_skill = people.south_skill[i],
      .employer_prejudice = employer_prejudice(world, i),
      .months_since_job = people.months_since_job(i, world.month),
      .certificate = people.certificate[i] != 0,
      .chronic_illness = people.chronic_illness[i] != 0,
      .has_mentor = people.has_mentor(i),
      .trade_mentor = people.trade_mentor[i] != 0,
      .attention = people.service_intensity[i],
      .officer = people.service_intensity[i] * people.officer_quality[i],
      .ngo_effect = world.organisations[people.locality[i]].effect,
      .subsidy_value = subsidy_value,
      .subsidy_entitled = people.subsidy_entitled[i] != 0,
      .tightness = world.economy.tightness(),
  };
}

/// Searching co-ethnic ties of a person: those who compete for the vacancies this person hears of.
int competitors(const World& world, std::size_t contact) {
  const auto ties = world.ties.of(contact);
  return static_cast<int>(std::count_if(ties.begin(), ties.end(), [&](const Tie& tie) {
    return tie.kind == TieKind::coethnic && world.persons.searched[tie.other] != 0;
  }));
}

/// Working, settled co-ethnic ties, each shared among those who compete.
float informed_coethnics(const World& world, std::size_t i) {
  const Persons& people = world.persons;
  float informed = 0;
  for (const Tie& tie : world.ties.of(i)) {
    if (tie.kind != TieKind::coethnic || !people.works(tie.other)) continue;
    if (world.month.index - people.arrival_month[tie.other] < kSettledMonths) continue;
    // 1 / (1 + other searching ties) = 1 / all searching ties, this person among them.
    informed += 1.0F / static_cast<float>(std::max(1, competitors(world, tie.other)));
  }
  return informed;
}

/// Contacts if every co-ethnic tie had a vacancy for this person alone.
Contacts possible_contacts(const World& world, std::size_t i) {
  return {
      .host_ties = host_ties_of(world, i),
      .southern_partner = world.persons.partner_origin[i] == PartnerOrigin::southern,
      .informed_coethnics = static_cast<float>(world.ties.coethnic_ties(i)),
  };
}

/// -ln of the chance that a contact of each kind does not pass on a vacancy this month.
struct ContactRates {
  float host;
  float inlaw;
  float coethnic;
};

ContactRates rates_of(const Parameters& p) {
  return {
      .host = -logarithm(1.0F - p.host_tie_rate),
      .inlaw = -logarithm(1.0F - p.inlaw_rate),
      .coethnic = -logarithm(1.0F - p.coethnic_rate),
  };
}

/// The same of all hosts and in-laws, and of all co-ethnics.
float host_rate(const ContactRates& rates, const Contacts& c) {
  return static_cast<float>(c.host_ties) * rates.host + when(c.southern_partner, rates.inlaw);
}
float coethnic_rate(const ContactRates& rates, const Contacts& c) {
  return c.informed_coethnics * rates.coethnic;
}

float network_probability(const ContactRates& rates, const Contacts& c) {
  return 1.0F - exponential(-host_rate(rates, c) - coethnic_rate(rates, c));
}

float host_share(const ContactRates& rates, const Contacts& c) {
  const float total = host_rate(rates, c) + coethnic_rate(rates, c);
  return total <= 0.0F ? 0.0F : host_rate(rates, c) / total;
}

bool hired_formally(const World& world, const P& p, std::size_t i, float subsidy_value, float u) {
  const float chance = formal_probability(p, applicant_of(world, i, subsidy_value));
  const bool responsive = world.persons.disposition[i] == Disposition::situation_responsive;
  const float tilt = responsive ? 1.0F + kSituationTilt * p.orientation_strength : 1.0F;
  return u < std::min(1.0F, chance * tilt);
}

/// The job found with a subsidy of this value to the employer.
JobOffer offer_of(const World& world, const P& p, const ContactRates& rates, std::size_t i,
                  float subsidy_value) {
  const auto draws = world.random.draws(kFormal, world.persons.ticket[i], world.month);
  if (hired_formally(world, p, i, subsidy_value, draws.uniform(kFormal))) return JobOffer::formal;
  Contacts contacts = possible_contacts(world, i);
  const float u = draws.uniform(kNetwork);
  // 1 - e^-x is at most x: most need not ask who else competes.
  const float at_most = host_rate(rates, contacts) + coethnic_rate(rates, contacts);
  if (u >= at_most + kRounding) return JobOffer::none;
  contacts.informed_coethnics = informed_coethnics(world, i);
  if (u >= network_probability(rates, contacts)) return JobOffer::none;
  return draws.uniform(kViaHost) < host_share(rates, contacts) ? JobOffer::through_host
                                                               : JobOffer::through_coethnic;
}

/// The searching co-ethnic tie to whom a business offers its job: smallest keyed draw, whether or
/// not that person has found something else; kNobody if no tie searches.
PersonIndex chosen_by_business(const World& world, std::size_t owner) {
  const Persons& people = world.persons;
  std::pair<float, PersonIndex> best{2.0F, kNobody};
  for (const Tie& tie : world.ties.of(owner)) {
    if (tie.kind != TieKind::coethnic || people.searched[tie.other] == 0) continue;
    const float u = world.random.uniform(kBusinessChooses, people.ticket[owner], world.month,
                                         people.ticket[tie.other]);
    best = std::min(best, {u, static_cast<PersonIndex>(tie.other)});
  }
  return best.second;
}

bool may_offer(const Persons& people, std::size_t i) {
  return (people.active[i] != 0) & people.self_employed(i) &
         (people.job_tenure_months[i] >= kEstablishedMonths);
}

/// Established businesses of co-defectors hire among their ties who found nothing else.
void offer_business_jobs(World& world, const P& p) {
  if (p.vacancy_rate == 0.0F) return;
  Persons& people = world.persons;
  const bool capped = world.budgets.cap(CappedInstrument::wage_subsidy);
  std::vector<PersonIndex> offered;
  for_blocks(false, people.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    RowFlags may;
    work_out(rows, may, [&](std::size_t i) -> std::uint8_t { return may_offer(people, i); });
    for_each_flagged(rows, may, [&](std::size_t i) {
      const float u = world.random.uniform(kBusinessOffers, people.ticket[i], world.month);
      if (u >= p.vacancy_rate) return;
      const PersonIndex chosen = chosen_by_business(world, i);
      if (chosen != kNobody) offered.push_back(chosen);
    });
  });
  const auto fill = [](JobOffer& offer) {
    if (offer == JobOffer::none) offer = JobOffer::at_business;
  };
  for (const PersonIndex i : offered) {
    fill(people.job_offer[i]);
    if (capped) fill(people.unsubsidised_offer[i]);
  }
}

/// Where the money for wage subsidies is capped, employers may apply for more than there is. What
/// those find whom it does not reach is then wanted too: the same luck without a subsidy.
void find_without_subsidy(World& world, const P& p) {
  const ContactRates rates = rates_of(p);
  for_each_active(world, [&](std::size_t i) {
    Persons& people = world.persons;
    const bool may_apply = people.searched[i] != 0 && people.subsidy_value[i] > 0.0F;
    people.unsubsidised_offer[i] = may_apply ? offer_of(world, p, rates, i, 0.0F) : JobOffer::none;
  });
}

void step(World& world, const P& p) {
  const ContactRates rates = rates_of(p);
  for_blocks(world.parallel, world.persons.size(), [&](std::size_t begin, std::size_t end) {
    const Rows rows{begin, end};
    Persons& people = world.persons;
    RowFlags searches;
    work_out(rows, searches, [&](std::size_t i) -> std::uint8_t {
      return (people.active[i] != 0) & (people.searched[i] != 0);
    });
    RowValues<JobOffer> offer;
    std::fill_n(offer.begin(), rows.count(), JobOffer::none);
    for_each_flagged(rows, searches, [&](std::size_t i) {
      offer[i - begin] = offer_of(world, p, rates, i, people.subsidy_value[i]);
    });
    store(rows, offer, people.job_offer);
  });
  if (world.budgets.cap(CappedInstrument::wage_subsidy)) find_without_subsidy(world, p);
  offer_business_jobs(world, p);
}

}  // namespace

float formal_probability(const Parameters& p, const Applicant& a) {
  const auto months = static_cast<float>(std::min(a.months_since_job, kDurationCounts));
  return logistic(
      p.intercept - p.age_slope * positive_part(static_cast<float>(a.age) - 45.0F) / 10.0F +
      p.dialect_slope * (a.dialect_fluency - 0.5F) + p.skill_slope * (a.south_skill - 0.3F) +
      when(a.certificate, p.certificate_effect) + p.legal_status -
      p.prejudice_slope * (a.employer_prejudice - 0.5F) *
          (1.0F - p.dialect_shield * a.dialect_fluency) -
      p.duration_slope * months / static_cast<float>(kDurationCounts) -
      when(a.chronic_illness, p.illness_penalty) - p.woman_penalty * beyond_mean_woman(a.woman) +
      p.officer_base * a.attention + p.officer_slope * a.officer +
      when(a.has_mentor, a.trade_mentor ? p.trade_mentor_effect : p.mentor_effect) +
      p.ngo_slope * (a.ngo_effect - p.ngo_reference) + p.subsidy_slope * a.subsidy_value -
      when(a.subsidy_entitled, p.subsidy_stigma * (a.employer_prejudice - kMild) / kMoreThanMild) +
      p.tightness_slope * a.tightness);
}

float network_probability(const Parameters& p, const Contacts& c) {
  return network_probability(rates_of(p), c);
}

float host_share(const Parameters& p, const Contacts& c) { return host_share(rates_of(p), c); }

std::unique_ptr<Process> process() {
  return make_process<P>(
      {"finding",
       "Searchers are hired through applications, or through hosts, in-laws and settled co-ethnics "
       "whose vacancies are shared by those who compete for them; businesses of co-ethnics hire.",
       "MODEL 8.2, MODEL2 4; surveys (D01, D04), panels of workers (L15), Quillian 2019 (D11), "
       "Kroft et al. 2013 (D06), Beaman 2012 "
       "(G13), Butschek and Walter 2014 (G02), Burtless 1985 (G20)",
       {"searched",
        "age",
        "woman",
        "dialect_fluency",
        "south_skill",
        "idle_since",
        "chronic_illness",
        "mentor_months_left",
        "trade_mentor",
        "subsidy_value",
        "subsidy_entitled",
        "partner_origin",
        "labour_state",
        "arrival_month",
        "disposition",
        "active",
        "locality",
        "certificate",
        "officer_quality",
        "service_intensity",
        "job_tenure_months",
        "hosts",
        "organisations",
        "ties",
        "budgets"},
       {"job_offer", "unsubsidised_offer"},
       {kFormal, kNetwork, kViaHost, kFirstEmployer, kSecondEmployer, kBusinessOffers,
        kBusinessChooses}},
      kTable, step);
}

}  // namespace resettle::finding
